import { z } from 'zod';
import type { CloudKey } from '../../../spec/cloud-keys';
import { knownIds, rowId } from '../../../spec/known-ids';
import { KubernetesMinor, LabelKey, Line, Name, ObjectName, VariableName } from '../../../spec/name';
import { PoolSpec } from '../../../spec/pool';
import { siteCommon } from '../../../spec/site';

/** Keys that an existing cluster realizes and that not every cloud can. */
export const KUBERNETES_KEYS: readonly CloudKey[] = ['pools.*.selector', 'pools.*.nodesPerRack'];

/** A pool of a cluster that exists. */
export const KubernetesPoolSpec = PoolSpec.extend({
  fabric: z
    .enum(['none', 'rdma'])
    .optional()
    .meta({ description: 'Network fabric between the nodes. @default - `none`, unless a replica spans several nodes' }),
}).meta({ description: 'A pool of identical nodes of an existing cluster.' });
export type KubernetesPoolSpec = z.infer<typeof KubernetesPoolSpec>;

/** A conformant Kubernetes cluster that exists: an own hall, a GPU cloud, another hyperscaler's cluster. */
export const KubernetesSiteSpec = z
  .strictObject({
    provider: z.literal('kubernetes').meta({ description: 'Existing Kubernetes cluster.' }),
    context: Line.meta({ description: 'Kubeconfig context.' }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'use the ISO 3166-1 alpha-2 code, such as DE')
      .register(knownIds, { list: 'countries' })
      .meta({ description: 'Country of the site, as ISO 3166-1 alpha-2 code.' }),
    cloud: rowId('clouds').optional().meta({
      description:
        'Cloud provider that the cluster runs at, for prices and regions. @default - none; the servers are owned',
    }),
    region: rowId('cloudRegions').optional().meta({ description: 'Region of the cloud provider. @default - none' }),
    kubernetesVersion: KubernetesMinor.optional().meta({
      description: 'Kubernetes minor version of the cluster, in quotes. @default - not checked',
    }),
    acceleratorApi: z
      .enum(['device-plugin', 'dra'])
      .default('device-plugin')
      .meta({ description: 'How pods request accelerators: the device plugin or dynamic resource allocation (DRA).' }),
    drivers: z
      .enum(['operator', 'installed'])
      .default('operator')
      .meta({ description: 'How GPU drivers are installed: by the GPU operator, or already on the nodes.' }),
    rdma: z
      .strictObject({
        resource: LabelKey.meta({ description: 'Extended resource, such as `rdma/rdma_shared_device_a`.' }),
        perNode: z.number().int().positive().meta({ description: 'Number of the resource per node.' }),
        networks: z.array(Line).default([]).meta({ description: 'Secondary networks of the pods.' }),
        environment: z
          .record(VariableName, z.string())
          .default({})
          .meta({ description: 'Environment variables of NCCL, such as `NCCL_IB_HCA`.' }),
        devices: z
          .strictObject({
            vendors: z
              .array(z.string().regex(/^[0-9a-f]{4}$/, 'use the four hex digits of the PCI vendor'))
              .default(['15b3'])
              .meta({ description: 'PCI vendor ids.' }),
            deviceIds: z
              .array(z.string().regex(/^[0-9a-f]{4}$/, 'use the four hex digits of the PCI device'))
              .default([])
              .meta({ description: 'PCI device ids. @default - all devices of the vendors' }),
            interfaces: z.array(Line).default([]).meta({ description: 'Interface names. @default - all interfaces' }),
            linkTypes: z
              .array(z.enum(['ether', 'infiniband']))
              .default([])
              .meta({ description: 'Link types. @default - all types' }),
          })
          .optional()
          .meta({
            description:
              'Adapters that the network operator advertises as the resource. @default - an existing policy of the cluster selects them',
          }),
      })
      .optional()
      .meta({ description: 'RDMA resource of the nodes. @default - none' }),
    topology: z.array(LabelKey).default([]).meta({
      description:
        'Node labels of the topology levels, widest first, such as block and rack. A replica that spans nodes is kept in one domain. @default - none',
    }),
    egress: z
      .enum(['cilium', 'cidr-only'])
      .default('cidr-only')
      .meta({ description: 'Network policy engine. Only `cilium` supports domain names.' }),
    ...siteCommon,
    pools: z.record(Name, KubernetesPoolSpec).meta({ description: 'Node pools by name.' }),
    storageClass: ObjectName.meta({
      description: 'Storage class of the weights cache. It must support ReadWriteMany.',
    }),
  })
  .meta({ title: 'Kubernetes cluster', description: 'A site with an existing, conformant Kubernetes cluster.' });
export type KubernetesSiteSpec = z.infer<typeof KubernetesSiteSpec>;
/** A cluster that exists, as a user writes it. */
export type KubernetesSiteInput = z.input<typeof KubernetesSiteSpec>;
