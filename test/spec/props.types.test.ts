import ts from 'typescript';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { KnownModel } from '../../lib/catalog/ids.generated';
import type { AwsGpuNodePoolOptions, AwsSiteOptions } from '../../lib/clouds/aws/props.generated';
import type { AwsPoolSpec, AwsSiteSpec } from '../../lib/clouds/aws/rules/site';
import type { KubernetesGpuNodePoolOptions, KubernetesSiteOptions } from '../../lib/clouds/kubernetes/props.generated';
import type { KubernetesPoolSpec, KubernetesSiteSpec } from '../../lib/clouds/kubernetes/rules/site';
import type { CarbonSpec, CoolingSpec, MoneySpec, PowerSpec } from '../../lib/spec/budget';
import type { AcknowledgementSpec, BackendSpec, ComponentOverride } from '../../lib/spec/factory';
import type { CapacitySpec, PoolSpec } from '../../lib/spec/pool';
import type {
  AcknowledgementOptions,
  AiFactoryOptions,
  AlertOptions,
  BackendOptions,
  CapacityOptions,
  CarbonBudgetOptions,
  ComponentOptions,
  CoolingBudgetOptions,
  DashboardOptions,
  DemandOptions,
  EntryOptions,
  GpuNodePoolOptions,
  MigrationOptions,
  MoneyBudgetOptions,
  ObjectivesOptions,
  ObservabilityOptions,
  PowerBudgetOptions,
  QueueOptions,
  SecurityBoundaryOptions,
  SiteOptions,
  TenantOptions,
  TerraformOptions,
  TokenWorkloadOptions,
  TrafficOptions,
} from '../../lib/spec/props.generated';
import type { siteCommon } from '../../lib/spec/site';
import type { AlertSpec, DashboardSpec } from '../../lib/spec/telemetry';
import type { BoundarySpec, QueueSpec, TenantSpec } from '../../lib/spec/tenancy';
import type { MigrationSpec, ObservabilitySpec, trafficSchema } from '../../lib/spec/traffic';
import type { DemandSpec, ObjectivesSpec, WorkloadSpec } from '../../lib/spec/workload';
import { entries } from '../../scripts/props/entries';
import { nodesOf, parse } from '../source';
import type { StandardFactoryInput } from '../standard';

/** A generated type with `string` for the ids that an editor completes: `'a' | (string & {})` accepts any text. */
type Props<T> = [string] extends [T]
  ? string | Props<Exclude<T, string>>
  : T extends (infer E)[]
    ? Props<E>[]
    : T extends readonly (infer E)[]
      ? readonly Props<E>[]
      : T extends object
        ? { [K in keyof T]: Props<T[K]> }
        : T;

/** The input of a schema, read-only at every level. */
type Input<S extends z.ZodType> = Frozen<z.input<S>>;
type Frozen<T> = T extends readonly (infer E)[]
  ? readonly Frozen<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;

/** A type with some of its keys replaced. */
type Changed<T, U> = { [K in keyof (Omit<T, keyof U> & U)]: (Omit<T, keyof U> & U)[K] };

/** The compiler checks these types: `npm run check` fails if one differs. */
describe('generated props', () => {
  it('equal the input of the schema', () => {
    expectTypeOf<Props<Omit<AiFactoryOptions, 'catalog'>>>().toEqualTypeOf<
      Omit<Frozen<StandardFactoryInput>, 'sites' | 'catalog'>
    >();
    expectTypeOf<AiFactoryOptions['catalog']>().toEqualTypeOf<StandardFactoryInput['catalog']>();
    expectTypeOf<Props<TerraformOptions>>().toEqualTypeOf<NonNullable<Frozen<StandardFactoryInput>['terraform']>>();
    expectTypeOf<Props<BackendOptions>>().toEqualTypeOf<Input<typeof BackendSpec>>();
    expectTypeOf<Props<ComponentOptions>>().toEqualTypeOf<Input<typeof ComponentOverride>>();
    expectTypeOf<Props<AcknowledgementOptions>>().toEqualTypeOf<Input<typeof AcknowledgementSpec>>();
    expectTypeOf<Props<GpuNodePoolOptions>>().toEqualTypeOf<Input<typeof PoolSpec>>();
    expectTypeOf<Props<CapacityOptions>>().toEqualTypeOf<Input<typeof CapacitySpec>>();
    expectTypeOf<Props<PowerBudgetOptions>>().toEqualTypeOf<Input<typeof PowerSpec>>();
    expectTypeOf<Props<CoolingBudgetOptions>>().toEqualTypeOf<Input<typeof CoolingSpec>>();
    expectTypeOf<Props<MoneyBudgetOptions>>().toEqualTypeOf<Input<typeof MoneySpec>>();
    expectTypeOf<Props<CarbonBudgetOptions>>().toEqualTypeOf<Input<typeof CarbonSpec>>();
    expectTypeOf<Props<AlertOptions>>().toEqualTypeOf<Input<typeof AlertSpec>>();
    expectTypeOf<Props<DashboardOptions>>().toEqualTypeOf<Input<typeof DashboardSpec>>();
    expectTypeOf<Props<EntryOptions>>().toEqualTypeOf<NonNullable<Input<typeof siteCommon.entry>>>();
    expectTypeOf<Props<TenantOptions>>().toEqualTypeOf<Input<typeof TenantSpec>>();
    expectTypeOf<Props<QueueOptions>>().toEqualTypeOf<Input<typeof QueueSpec>>();
    expectTypeOf<Props<SecurityBoundaryOptions>>().toEqualTypeOf<Input<typeof BoundarySpec>>();
    expectTypeOf<Props<TokenWorkloadOptions>>().toEqualTypeOf<Input<typeof WorkloadSpec>>();
    expectTypeOf<Props<DemandOptions>>().toEqualTypeOf<Input<typeof DemandSpec>>();
    expectTypeOf<Props<ObjectivesOptions>>().toEqualTypeOf<Input<typeof ObjectivesSpec>>();
    expectTypeOf<Props<TrafficOptions>>().toEqualTypeOf<Input<ReturnType<typeof trafficSchema>>>();
    expectTypeOf<Props<ObservabilityOptions>>().toEqualTypeOf<Input<typeof ObservabilitySpec>>();
    expectTypeOf<Props<MigrationOptions>>().toEqualTypeOf<Input<typeof MigrationSpec>>();
    expectTypeOf<Props<SiteOptions>>().toEqualTypeOf<Input<z.ZodObject<typeof siteCommon>>>();
    expectTypeOf<Props<AwsGpuNodePoolOptions>>().toEqualTypeOf<
      Omit<Input<typeof AwsPoolSpec>, 'selector' | 'nodesPerRack'>
    >();
    expectTypeOf<Props<KubernetesGpuNodePoolOptions>>().toEqualTypeOf<
      Omit<Input<typeof KubernetesPoolSpec>, 'zones' | 'placementGroup' | 'manager' | 'image' | 'diskGib' | 'labels'>
    >();
    expectTypeOf<Props<Omit<AwsSiteOptions, 'pools'>>>().toEqualTypeOf<Omit<Input<typeof AwsSiteSpec>, 'pools'>>();
    expectTypeOf<Props<Omit<KubernetesSiteOptions, 'pools'>>>().toEqualTypeOf<
      Omit<Input<typeof KubernetesSiteSpec>, 'pools' | 'tags'>
    >();
  });

  it('are compared for every entry of the generator', () => {
    const compared = [...nodesOf(parse('test/spec/props.types.test.ts'))].flatMap((node) =>
      ts.isTypeReferenceNode(node) && node.typeName.getText() === 'Props'
        ? (node.typeArguments ?? []).flatMap((each) => each.getText().match(/\w+Options/g) ?? [])
        : [],
    );
    expect(entries.map(({ name }) => name).filter((name) => !compared.includes(name))).toEqual([]);
  });

  it('differ if a key is missing, added, optional or of another type', () => {
    type Demand = Input<typeof DemandSpec>;
    type Own = Props<DemandOptions>;
    expectTypeOf<Changed<Own, { readonly peakFactor?: number }>>().toEqualTypeOf<Demand>();
    expectTypeOf<Omit<Own, 'peakFactor'>>().not.toEqualTypeOf<Demand>();
    expectTypeOf<Changed<Own, { readonly extra?: string }>>().not.toEqualTypeOf<Demand>();
    expectTypeOf<Changed<Own, { readonly inputTokens?: number }>>().not.toEqualTypeOf<Demand>();
    expectTypeOf<Changed<Own, { readonly peakFactor: number }>>().not.toEqualTypeOf<Demand>();
    expectTypeOf<Changed<Own, { readonly peakFactor?: string }>>().not.toEqualTypeOf<Demand>();
    type Cooling = Props<CoolingBudgetOptions>;
    type Loop = NonNullable<Cooling['liquid']>;
    expectTypeOf<Changed<Cooling, { readonly liquid?: Loop }>>().toEqualTypeOf<Input<typeof CoolingSpec>>();
    expectTypeOf<Changed<Cooling, { readonly liquid?: Omit<Loop, 'cdus'> }>>().not.toEqualTypeOf<
      Input<typeof CoolingSpec>
    >();
  });

  it('accept ids that the catalogue does not have', () => {
    expectTypeOf<KnownModel>().toExtend<TokenWorkloadOptions['model']>();
    expectTypeOf<'my-model'>().toExtend<TokenWorkloadOptions['model']>();
    expectTypeOf<number>().not.toExtend<TokenWorkloadOptions['model']>();
    expectTypeOf<'my-model'>().not.toExtend<KnownModel>();
  });
});
