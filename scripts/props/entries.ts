import { z } from 'zod';
import { CatalogRows } from '../../lib/catalog/rows';
import { standardClouds } from '../../lib/cli/clouds';
import { awsRules } from '../../lib/clouds/aws/rules';
import { AwsPoolSpec, AwsSiteSpec } from '../../lib/clouds/aws/rules/site';
import { kubernetesRules } from '../../lib/clouds/kubernetes/rules';
import { KubernetesPoolSpec, KubernetesSiteSpec } from '../../lib/clouds/kubernetes/rules/site';
import { CarbonSpec, CoolingSpec, MoneySpec, PowerSpec } from '../../lib/spec/budget';
import { unrealizedKeys } from '../../lib/spec/cloud-keys';
import type { CloudSchema } from '../../lib/spec/cloud-schema';
import { AcknowledgementSpec, BackendSpec, ComponentOverride, factorySchema } from '../../lib/spec/factory';
import { CapacitySpec, PoolSpec } from '../../lib/spec/pool';
import { siteCommon } from '../../lib/spec/site';
import { AlertSpec, DashboardSpec } from '../../lib/spec/telemetry';
import { BoundarySpec, QueueSpec, TenantSpec } from '../../lib/spec/tenancy';
import { MigrationSpec, ObservabilitySpec } from '../../lib/spec/traffic';
import { DemandSpec, ObjectivesSpec, WorkloadSpec } from '../../lib/spec/workload';
import type { Entry, Existing } from './declarations';
import { unwrap } from './schema';

const factory = factorySchema(standardClouds);

/** Schema of a key of the factory, such as its Terraform settings. */
function partOf(key: string): z.ZodType {
  if (!(factory instanceof z.ZodObject)) throw new Error('the schema of a factory is an object');
  return unwrap(factory.shape[key]);
}

const file = 'lib/spec/props.generated.ts';

/** Keys that have no effect at sites of a cloud, directly below a path. */
const withoutEffect = (cloud: CloudSchema, below: string): readonly string[] =>
  unrealizedKeys(cloud).flatMap((key) => {
    const rest = key.startsWith(below) ? key.slice(below.length) : '.';
    return rest.includes('.') ? [] : [rest];
  });

/** The schemas that props are generated from, in the order of the generated files. */
export const entries: readonly Entry[] = [
  {
    schema: factory,
    name: 'AiFactoryOptions',
    file,
    // Sites have the schema of their cloud.
    omit: ['sites'],
    nested: { placement: 'PlacementOptions' },
  },
  {
    schema: partOf('terraform'),
    name: 'TerraformOptions',
    file,
    types: { providers: 'Readonly<Record<string, string | undefined>>' },
  },
  {
    schema: BackendSpec,
    name: 'BackendOptions',
    file,
    nested: { s3: 'S3BackendOptions', local: 'LocalBackendOptions' },
  },
  { schema: ComponentOverride, name: 'ComponentOptions', file },
  { schema: AcknowledgementSpec, name: 'AcknowledgementOptions', file },
  {
    schema: PoolSpec,
    name: 'GpuNodePoolOptions',
    file,
    nested: { image: 'NodeImageOptions' },
    types: { fabric: "'none' | 'efa' | 'rdma' | (string & {})" },
  },
  {
    schema: CapacitySpec,
    name: 'CapacityOptions',
    file,
    nested: {
      'on-demand': 'OnDemandCapacityOptions',
      spot: 'SpotCapacityOptions',
      reservation: 'ReservationCapacityOptions',
      'capacity-block': 'CapacityBlockOptions',
      'capacity-block.purchase': 'CapacityBlockPurchaseOptions',
      owned: 'OwnedCapacityOptions',
    },
  },
  { schema: PowerSpec, name: 'PowerBudgetOptions', file, nested: { 'feeds.*': 'PowerFeedOptions' } },
  {
    schema: CoolingSpec,
    name: 'CoolingBudgetOptions',
    file,
    nested: { liquid: 'LiquidLoopOptions', 'liquid.cdus': 'CoolantUnitsOptions' },
  },
  { schema: MoneySpec, name: 'MoneyBudgetOptions', file },
  { schema: CarbonSpec, name: 'CarbonBudgetOptions', file },
  { schema: AlertSpec, name: 'AlertOptions', file, nested: { when: 'AlertConditionOptions' } },
  { schema: DashboardSpec, name: 'DashboardOptions', file, nested: { 'panels.*': 'DashboardPanelOptions' } },
  {
    schema: z.strictObject(siteCommon).meta({ description: 'What sites of all clouds have in common.' }),
    name: 'SiteOptions',
    file,
  },
  { schema: siteCommon.entry, name: 'EntryOptions', file },
  { schema: TenantSpec, name: 'TenantOptions', file },
  { schema: QueueSpec, name: 'QueueOptions', file },
  { schema: BoundarySpec, name: 'SecurityBoundaryOptions', file },
  {
    schema: WorkloadSpec,
    name: 'TokenWorkloadOptions',
    file,
    nested: { engine: 'EngineOptions', weights: 'WeightsOptions', parallelism: 'ParallelismOptions' },
  },
  { schema: DemandSpec, name: 'DemandOptions', file },
  { schema: ObjectivesSpec, name: 'ObjectivesOptions', file },
  {
    schema: partOf('traffic'),
    name: 'TrafficOptions',
    file,
    types: { frontDoor: "'route53' | 'global-accelerator' | 'http-route' | (string & {})" },
  },
  { schema: ObservabilitySpec, name: 'ObservabilityOptions', file },
  {
    schema: MigrationSpec,
    name: 'MigrationOptions',
    file,
    nested: { from: 'MigrationSourceOptions', to: 'MigrationTargetOptions' },
  },
  {
    schema: AwsPoolSpec,
    name: 'AwsGpuNodePoolOptions',
    file: 'lib/clouds/aws/props.generated.ts',
    omit: withoutEffect(awsRules, 'pools.*.'),
    nested: { image: 'AwsNodeImageOptions' },
  },
  {
    schema: AwsSiteSpec,
    name: 'AwsSiteOptions',
    file: 'lib/clouds/aws/props.generated.ts',
    omit: withoutEffect(awsRules, ''),
    nested: {
      access: 'AwsAccessOptions',
      'cluster.existing': 'ExistingClusterOptions',
      'network.existing': 'ExistingNetworkOptions',
      cluster: 'AwsClusterOptions',
      network: 'AwsNetworkOptions',
      system: 'AwsSystemNodesOptions',
    },
  },
  {
    schema: KubernetesPoolSpec,
    name: 'KubernetesGpuNodePoolOptions',
    file: 'lib/clouds/kubernetes/props.generated.ts',
    omit: withoutEffect(kubernetesRules, 'pools.*.'),
  },
  {
    schema: KubernetesSiteSpec,
    name: 'KubernetesSiteOptions',
    file: 'lib/clouds/kubernetes/props.generated.ts',
    omit: withoutEffect(kubernetesRules, ''),
    nested: { rdma: 'RdmaOptions', 'rdma.devices': 'RdmaDevicesOptions' },
  },
];

/** Schemas whose types are written by hand. */
export const existing: readonly Existing[] = [
  { schema: CatalogRows, name: 'CatalogRows', file: 'lib/catalog/rows.ts' },
];
