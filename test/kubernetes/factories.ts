import type { FactoryInput } from '../../lib/spec/factory';
import {
  aFactory,
  aHall,
  aPool,
  aSite,
  aWorkload,
  type HallInput,
  type SynthesizedStack,
  synthFactory,
  type WorkloadInput,
} from '../../lib/testing';
import { sites } from '../testing/factories';

/** The workloads stack of a factory's site. */
export const workloadsOf = (input: FactoryInput, site: string): SynthesizedStack =>
  synthFactory(input, { sites }).stack(`test-${site}-workloads`);

/** The workloads stack of a hall with one chat workload. */
export const inHall = (hall: Partial<HallInput> = {}, workload: Partial<WorkloadInput> = {}): SynthesizedStack =>
  workloadsOf(aFactory({ sites: { hall: aHall(hall) }, workloads: { chat: aWorkload(workload) } }), 'hall');

/** The workloads stack of a region with one chat workload. */
export const inRegion = (
  workload: Partial<WorkloadInput> = {},
  changes: Partial<FactoryInput> = {},
): SynthesizedStack => workloadsOf(aFactory({ workloads: { chat: aWorkload(workload) }, ...changes }), 'east');

/** A replica of sixteen accelerators over two nodes. */
export const overTwoNodes: Partial<WorkloadInput> = {
  model: 'deepseek-r1',
  parallelism: { tensor: 8, pipeline: 2 },
};

/** A region whose nodes are joined by EFA. */
export const efaSites = {
  east: aSite({ pools: { serve: aPool({ machine: 'p5en.48xlarge', fabric: 'efa', zones: ['us-east-1b'] }) } }),
};

/** A hall whose nodes are joined by RDMA. */
export const rdma = { resource: 'rdma/shared_a', perNode: 8, networks: ['rdma-net'] };

/** A value inside an object, by keys and positions. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

/** Arguments of the first container of a pod template. */
export const argsOf = (template: unknown): readonly unknown[] => {
  const args = at(template, 'spec', 'containers', 0, 'args');
  return Array.isArray(args) ? args : [];
};
