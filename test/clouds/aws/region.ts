import { expect } from 'vitest';
import {
  aFactory,
  aPool,
  aSite,
  type FactoryInput,
  factoryMatchers,
  type PoolInput,
  type RegionInput,
  type SynthesizedStack,
  synthFactory,
  type TerraformValues,
} from '../../../lib/testing';
import { sites } from '../../testing/factories';

expect.extend(factoryMatchers);

/** The zone that pools of one zone are in. */
export const ZONE = 'us-east-1a';

export interface RegionProps {
  readonly site?: Partial<RegionInput>;
  readonly factory?: Partial<FactoryInput>;
}

/** A factory of one region, `east`, with the pools given and nothing to serve. */
export const region = (pools: Readonly<Record<string, PoolInput>>, { site, factory }: RegionProps = {}) =>
  synthFactory(aFactory({ sites: { east: aSite({ pools, ...site }) }, workloads: {}, ...factory }), {
    sites,
  });

/** Its substrate stack. */
export const substrate = (
  pools: Readonly<Record<string, PoolInput>> = { serve: aPool({ count: 1 }) },
  props: RegionProps = {},
): SynthesizedStack => region(pools, props).stack('test-east-substrate');

const synthesized = new Map<string, SynthesizedStack>();

/** The substrate of a region whose only pool is `serve`, of two nodes; synthesized once for all tests of a file. */
export function withPool(pool: Partial<PoolInput>): SynthesizedStack {
  const key = JSON.stringify(pool);
  const stack = synthesized.get(key) ?? substrate({ serve: aPool({ count: 2, ...pool }) });
  synthesized.set(key, stack);
  return stack;
}

/** Values of a block, whether it is written as a list of one or not. */
export const block = (values: TerraformValues, name: string): TerraformValues => {
  const found = values[name];
  return (Array.isArray(found) ? found[0] : found) as TerraformValues;
};

/** Blocks of a name. */
export const blocks = (values: TerraformValues, name: string): readonly TerraformValues[] =>
  (values[name] ?? []) as readonly TerraformValues[];

export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Statements of a policy that stands as text in a resource. */
export const statements = (values: TerraformValues, key = 'policy'): readonly Statement[] =>
  (JSON.parse(String(values[key])) as { Statement: readonly Statement[] }).Statement;

export const statement = (values: TerraformValues, sid: string, key = 'policy'): Statement => {
  const found = statements(values, key).find((each) => each.Sid === sid);
  if (found === undefined) throw new Error(`no statement ${sid}`);
  return found;
};
