import { z } from 'zod';
import { KubernetesMinor, LabelKey, Line, Name, ObjectName, VariableName } from '../../../spec/name';
import { PoolSpec } from '../../../spec/pool';
import { siteCommon } from '../../../spec/site';

/** A pool of a cluster that exists. */
export const KubernetesPoolSpec = PoolSpec.extend({
  fabric: z
    .enum(['none', 'rdma'])
    .optional()
    .meta({ description: 'Network between its nodes. @default - none, unless a replica spans nodes' }),
});
export type KubernetesPoolSpec = z.infer<typeof KubernetesPoolSpec>;

/** A conformant Kubernetes cluster that exists: an own hall, a GPU cloud, another hyperscaler's cluster. */
export const KubernetesSiteSpec = z
  .strictObject({
    provider: z.literal('kubernetes').meta({ description: 'A cluster that exists' }),
    context: Line.meta({ description: 'Kubeconfig context' }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'use the ISO 3166-1 alpha-2 code, such as DE')
      .meta({ description: 'Country that it stands in, ISO 3166-1 alpha-2' }),
    cloud: Line.optional().meta({ description: 'Provider of machine prices and regions. @default - owned' }),
    region: Line.optional().meta({ description: 'Region of that provider. @default - none' }),
    kubernetesVersion: KubernetesMinor.optional().meta({
      description: 'Minor version of the cluster, in quotes. @default - not checked',
    }),
    acceleratorApi: z
      .enum(['device-plugin', 'dra'])
      .default('device-plugin')
      .meta({ description: 'How pods ask for accelerators' }),
    drivers: z.enum(['operator', 'installed']).default('operator').meta({ description: 'Who installs GPU drivers' }),
    rdma: z
      .strictObject({
        resource: LabelKey.meta({ description: 'Extended resource, such as rdma/rdma_shared_device_a' }),
        perNode: z.number().int().positive().meta({ description: 'How many of it a node has' }),
        networks: z.array(Line).default([]).meta({ description: 'Secondary networks that pods attach to' }),
        environment: z
          .record(VariableName, z.string())
          .default({})
          .meta({ description: 'Environment of NCCL, such as NCCL_IB_HCA' }),
        devices: z
          .strictObject({
            vendors: z
              .array(z.string().regex(/^[0-9a-f]{4}$/, 'use the four hex digits of the PCI vendor'))
              .default(['15b3'])
              .meta({ description: 'PCI vendors' }),
            deviceIds: z
              .array(z.string().regex(/^[0-9a-f]{4}$/, 'use the four hex digits of the PCI device'))
              .default([])
              .meta({ description: 'PCI devices. @default - any of the vendors' }),
            interfaces: z.array(Line).default([]).meta({ description: 'Names of interfaces. @default - any' }),
            linkTypes: z
              .array(z.enum(['ether', 'infiniband']))
              .default([])
              .meta({ description: 'Kinds of link. @default - any' }),
          })
          .optional()
          .meta({
            description:
              'Adapters that the network operator is told to advertise as the resource. @default - the cluster has a policy that does',
          }),
      })
      .optional()
      .meta({ description: 'RDMA resource that the network operator advertises. @default - none' }),
    topology: z.array(LabelKey).default([]).meta({
      description:
        'Labels of the nodes from the widest to the narrowest place, such as a block and a rack; a replica over several nodes is kept in one. @default - none is known',
    }),
    egress: z
      .enum(['cilium', 'cidr-only'])
      .default('cidr-only')
      .meta({ description: 'Network policy engine for domain names' }),
    ...siteCommon,
    pools: z.record(Name, KubernetesPoolSpec).meta({ description: 'Pools of like nodes, by name' }),
    storageClass: ObjectName.meta({ description: 'Class for the weights cache; must allow ReadWriteMany' }),
  })
  .meta({ title: 'Kubernetes cluster', description: 'A conformant cluster that exists' });
export type KubernetesSiteSpec = z.infer<typeof KubernetesSiteSpec>;
/** A cluster that exists, as a user writes it. */
export type KubernetesSiteInput = z.input<typeof KubernetesSiteSpec>;
