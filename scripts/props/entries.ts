import { CatalogRows } from '../../lib/catalog/rows';
import { CarbonSpec, CoolingSpec, MoneySpec, PowerSpec } from '../../lib/spec/budget';
import {
  AcknowledgementSpec,
  BackendSpec,
  ComponentOverride,
  FactorySpec,
  TerraformSpec,
} from '../../lib/spec/factory';
import { CapacitySpec, PoolSpec } from '../../lib/spec/pool';
import { AwsSiteSpec, KubernetesSiteSpec } from '../../lib/spec/site';
import { AlertSpec, DashboardSpec } from '../../lib/spec/telemetry';
import { BoundarySpec, QueueSpec, TenantSpec } from '../../lib/spec/tenancy';
import { MigrationSpec, ObservabilitySpec, TrafficSpec } from '../../lib/spec/traffic';
import { DemandSpec, ObjectivesSpec, WorkloadSpec } from '../../lib/spec/workload';
import type { Entry, Existing } from './declarations';

const file = 'lib/spec/props.generated.ts';

/** The schemas that props are generated from, in the order of the generated files. */
export const entries: readonly Entry[] = [
  {
    schema: FactorySpec,
    name: 'AiFactoryOptions',
    file,
    // Sites have the schema of their cloud.
    omit: ['sites'],
    nested: { placement: 'PlacementOptions' },
  },
  { schema: TerraformSpec, name: 'TerraformOptions', file, nested: { providers: 'TerraformProvidersOptions' } },
  {
    schema: BackendSpec,
    name: 'BackendOptions',
    file,
    nested: { s3: 'S3BackendOptions', local: 'LocalBackendOptions' },
  },
  { schema: ComponentOverride, name: 'ComponentOptions', file },
  { schema: AcknowledgementSpec, name: 'AcknowledgementOptions', file },
  { schema: PoolSpec, name: 'GpuNodePoolOptions', file, nested: { image: 'NodeImageOptions' } },
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
  { schema: AwsSiteSpec.shape.entry, name: 'EntryOptions', file },
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
  { schema: TrafficSpec, name: 'TrafficOptions', file },
  { schema: ObservabilitySpec, name: 'ObservabilityOptions', file },
  {
    schema: MigrationSpec,
    name: 'MigrationOptions',
    file,
    nested: { from: 'MigrationSourceOptions', to: 'MigrationTargetOptions' },
  },
  {
    schema: AwsSiteSpec,
    name: 'AwsSiteOptions',
    file: 'lib/spec/aws-props.generated.ts',
    nested: {
      access: 'AwsAccessOptions',
      cluster: 'AwsClusterOptions',
      network: 'AwsNetworkOptions',
      system: 'AwsSystemNodesOptions',
    },
  },
  {
    schema: KubernetesSiteSpec,
    name: 'KubernetesSiteOptions',
    file: 'lib/spec/kubernetes-props.generated.ts',
    nested: { rdma: 'RdmaOptions', 'rdma.devices': 'RdmaDevicesOptions' },
  },
];

/** Schemas whose types are written by hand. */
export const existing: readonly Existing[] = [
  { schema: CatalogRows, name: 'CatalogRows', file: 'lib/catalog/rows.ts' },
];
