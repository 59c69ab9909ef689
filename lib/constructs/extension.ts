import type { AiFactory } from './ai-factory';

/** Adds to a factory, such as an organisation's tags, tenants or landing-zone resources. */
export interface IFactoryExtension {
  /** Adds to the factory. What it describes must be added before the factory is planned. */
  bind(factory: AiFactory): void;
}
