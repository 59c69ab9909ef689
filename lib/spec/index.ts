export type { CloudSchema, SiteSchema } from './cloud-schema';
export { BackendSpec, defineFactory, type FactoryInput, type FactorySpec, factorySchema } from './factory';
export { parseFactory, readFactory } from './parse';
export { type FactorySource, placeFindings, readSource } from './source';
