import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineFactory, type FactoryInput } from '../../lib/spec/factory';
import { aFactory, aHall, aSite } from '../../lib/testing/builders';
import type { StandardFactoryInput } from '../standard';
import { parseFactory } from '../standard';

type Site = StandardFactoryInput['sites'][string];
type Region = Extract<Site, { provider: 'aws' }>;
type Hall = Extract<Site, { provider: 'kubernetes' }>;
type Pool = Region['pools'][string];
type Workload = NonNullable<FactoryInput['workloads']>[string];

/** The compiler judges these: `npm run check` fails where one does not hold. */
describe('defineFactory', () => {
  it('takes what a factory file takes, with what has a default left out', () => {
    expectTypeOf(defineFactory<Site>)
      .parameter(0)
      .toEqualTypeOf<StandardFactoryInput>();
    expectTypeOf<StandardFactoryInput>().toExtend<FactoryInput>();
    expectTypeOf(aFactory()).toExtend<FactoryInput>();
    expect(parseFactory(defineFactory(aFactory())).terraform.backend).toEqual({
      type: 'local',
      directory: 'terraform-state',
    });
  });

  it('knows an AWS region from a cluster that exists', () => {
    expectTypeOf(aSite()).toExtend<Site>();
    expectTypeOf(aHall()).toExtend<Site>();
    expectTypeOf<{ provider: 'gcp'; pools: Record<string, Pool> }>().not.toExtend<Site>();
    expectTypeOf<{ provider: 'aws'; region: string; pools: Record<string, Pool> }>().not.toExtend<Site>();
    expectTypeOf<Hall>().not.toHaveProperty('accountId');
  });

  it('lists the choices of a key and refuses other types', () => {
    expectTypeOf<Pool['fabric']>().toEqualTypeOf<'none' | 'efa' | undefined>();
    expectTypeOf<Hall['pools'][string]['fabric']>().toEqualTypeOf<'none' | 'rdma' | undefined>();
    expectTypeOf<Pool['count']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<{ type: 'capacity-block'; id: string }>().toExtend<Pool['capacity']>();
    expectTypeOf<{ type: 'leased' }>().not.toExtend<Pool['capacity']>();
    expectTypeOf<Workload['tenant']>().toEqualTypeOf<string>();
    expectTypeOf<Omit<Workload, 'demand'>>().not.toExtend<Workload>();
  });
});
