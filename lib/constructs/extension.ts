import type { AiFactory } from './ai-factory';

/** Adds resources beside the plan: tags, landing-zone rules, a team's own constructs. It cannot change what was planned. */
export interface IFactoryExtension {
  bind(factory: AiFactory): void;
}
