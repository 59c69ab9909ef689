export { BackendSpec, defineFactory, type FactoryInput, FactorySpec } from './factory';
export { parseFactory, readFactory } from './parse';
export { type FactorySource, placeFindings, readSource } from './source';
