/**
 * Testing kit for a team's own factory and own provider: `cdktf-ai-factory/testing`.
 *
 * It imports no test runner: matchers and the serializer are plain objects for `expect.extend` and
 * `expect.addSnapshotSerializer`, and the conformance suite is a list of named cases.
 */
export type { TerraformJson, TerraformObject, TerraformValues } from '../policies/terraform-json';
export type { FactoryInput } from '../spec/factory';
export {
  aFactory,
  aHall,
  aPool,
  aSite,
  aWorkload,
  type HallInput,
  type PoolInput,
  type RegionInput,
  type WorkloadInput,
} from './builders';
export { type ConformanceCase, type ConformanceOptions, siteConformance } from './conformance';
export { type FactoryMatchers, factoryMatchers } from './matchers';
export { formatStack, stackSerializer } from './serializer';
export { type SynthesizedApp, synthApp } from './synth-app';
export { type SynthFactoryOptions, synthFactory } from './synth-factory';
export type { SynthesizedFactory } from './synthesized-factory';
export { SynthesizedStack } from './synthesized-stack';
