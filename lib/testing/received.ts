import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { TerraformJson } from '../policies/terraform-json';
import type { SynthesizedApp } from './synth-app';
import type { SynthesizedFactory } from './synthesized-factory';
import { SynthesizedStack } from './synthesized-stack';

const has = (value: unknown, ...methods: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  methods.every((method) => typeof Reflect.get(value, method) === 'function');

const isApp = (value: unknown): value is SynthesizedApp => has(value, 'factory', 'stack');
const isFactory = (value: unknown): value is SynthesizedFactory => has(value, 'check', 'stack');

/** Returns the factory that a matcher asks: the received one, or the only one of an app. @throws TypeError for anything else */
export function receivedFactory(received: unknown): SynthesizedFactory {
  if (isFactory(received)) return received;
  if (isApp(received)) return received.factory();
  throw refused('a SynthesizedFactory, or a SynthesizedApp with one factory', received);
}

/** Returns the stack that a text of cdktf's `Testing.synth` holds; undefined for any other text. */
function stackJson(text: string): TerraformJson | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the stacks that a matcher searches. @throws TypeError for anything without synthesized stacks */
export function receivedStacks(received: unknown): readonly SynthesizedStack[] {
  if (received instanceof SynthesizedStack) return [received];
  if (isFactory(received) || isApp(received)) return Object.values(received.stacks);
  const json = typeof received === 'string' ? stackJson(received) : undefined;
  if (json !== undefined) return [new SynthesizedStack('stack', json)];
  throw refused('a SynthesizedStack, a SynthesizedFactory or a SynthesizedApp', received);
}

const refused = (expected: string, received: unknown): TypeError =>
  new TypeError(`expected ${expected}, got ${shown(received)}; ${advice(received)}`);

function shown(received: unknown): string {
  if (received instanceof SynthesizedStack) return `the SynthesizedStack ${received.id}`;
  if (typeof received === 'object' && received !== null) return `an object of class ${received.constructor?.name}`;
  return typeof received === 'string' ? 'a text' : String(received);
}

function advice(received: unknown): string {
  if (received instanceof SynthesizedStack) return 'pass the result of `synthApp(app)` or `synthFactory(…)`';
  if (TerraformStack.isStack(received)) return `pass \`synthApp(app).stack('${received.node.id}')\``;
  if (received instanceof Construct) return 'pass the result of `synthApp(app)`';
  return typeof received === 'string'
    ? 'pass `synthApp(app)` or a stack of it'
    : 'pass the result of `synthApp(app)` or `synthFactory(…)`';
}
