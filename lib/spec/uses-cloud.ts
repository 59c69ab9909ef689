import type { CloudSchema } from './cloud-schema';
import type { FactoryInput } from './factory';

/** Returns whether a factory uses a cloud: by a site, a front door, or a range of versions of its Terraform providers. */
export const usesCloud = (
  { sites, traffic, terraform }: FactoryInput,
  { name, frontDoors = [], terraformProviders = {} }: CloudSchema,
): boolean =>
  Object.values(sites).some(({ provider }) => provider === name) ||
  (traffic?.frontDoor !== undefined && frontDoors.includes(traffic.frontDoor)) ||
  Object.keys(terraform?.providers ?? {}).some((provider) => provider in terraformProviders);
