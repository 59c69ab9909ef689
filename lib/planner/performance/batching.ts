import type { ServingLoad } from './serving-shape';
import type { StepModel } from './step-time';

/** Tokens of one step of an attention group: engines split longer prompts into chunks of it. */
const STEP_TOKENS = 8192;

/** What continuous batching makes of a number of running requests; seconds. */
export interface Batch {
  /** Requests that generate at once; fewer than asked where prompts alone fill the steps. */
  readonly running: number;
  /** Mean time between two tokens of a request. */
  readonly tokenS: number;
  /** The same without prompts in between. */
  readonly decodeS: number;
  /** Time that a prompt adds to the steps of everyone while it is processed. */
  readonly promptS: number;
  /** The same where many prompts arrive together and share full chunks, with its part of their launches. */
  readonly crowdS: number;
  /** From the first chunk of a prompt to its first token. */
  readonly prefillS: number;
}

type Lengths = Pick<ServingLoad, 'inputTokens' | 'outputTokens' | 'prefixCacheHitRate' | 'speculativeTokensPerStep'>;

/** Tokens of a prompt that are computed. */
const promptTokens = (load: Lengths): number => Math.max(load.inputTokens * (1 - (load.prefixCacheHitRate ?? 0)), 1);

/** The steady state of an engine with so many requests running: steps with a chunk of prompts among steps without. */
export function batchOf(model: StepModel, load: Lengths, requests: number): Batch {
  const prompt = promptTokens(load);
  const steps = load.outputTokens / (load.speculativeTokensPerStep ?? 1);
  const stepTokens = STEP_TOKENS * model.groups;
  const running = Math.min(requests, (stepTokens * model.stages * steps) / prompt);
  const decoding = running / model.stages;
  const arriving = (decoding * prompt) / steps;
  const chunk = Math.min(Math.max(prompt, arriving), stepTokens);
  const context = load.inputTokens + load.outputTokens / 2;
  // Prompt tokens attend to what is before them, the cached prefix included.
  const promptContext = load.inputTokens - prompt / 2;
  const plain = model.seconds({ decoding, context, promptTokens: 0, promptContext });
  const mixed = model.seconds({ decoding, context, promptTokens: chunk, promptContext });
  const full = model.seconds({ decoding, context, promptTokens: stepTokens, promptContext });
  const share = Math.min(arriving / chunk, 1);
  const chunks = Math.max(prompt / Math.min(chunk, prompt), 1);
  const stepS = (1 - share) * plain + share * mixed;
  const alone = model.seconds({ decoding, context, promptTokens: Math.min(prompt, stepTokens), promptContext });
  return {
    running,
    tokenS: (model.stages * stepS * steps) / load.outputTokens,
    decodeS: (model.stages * plain * steps) / load.outputTokens,
    crowdS: (full - plain) * (prompt / stepTokens) + model.promptLaunchS * Math.min(prompt / stepTokens, 1),
    promptS: ((mixed - plain) * prompt) / chunk,
    prefillS: model.promptLaunchS + alone * (model.stages + chunks - 1),
  };
}
