import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { formatFinding } from '../planner/finding';
import type { AnyProvider, Handles, Kind, SiteContext } from '../port/port';
import type { FactoryInput } from '../spec/factory';
import { type SynthesizedFactory, synthFactory } from './synth-factory';

export interface ConformanceOptions {
  /** A factory that needs every kind that the provider claims. */
  readonly factory: FactoryInput;
  /** Adapters for the kinds that the provider leaves to others. @default - none */
  readonly beside?: readonly AnyProvider[];
  /** Secrets that the provider was given, such as an API token; none may be found in what it makes. @default - none */
  readonly secrets?: readonly string[];
}

/** One promise of the port; `run` throws where the provider breaks it. */
export interface ConformanceCase {
  readonly name: string;
  run(): void;
}

/**
 * The contract of the port `Provider`, for any implementation of it: a list of cases for a test runner.
 *
 * @example
 * describe('my provider', () => {
 *   it.each(providerConformance(mine(), { factory }))('$name', ({ run }) => run());
 * });
 */
export function providerConformance(provider: AnyProvider, options: ConformanceOptions): readonly ConformanceCase[] {
  const synth = (input: FactoryInput, own: AnyProvider = provider): SynthesizedFactory =>
    // Policies are asked below, one at a time: here they would stop the synthesis.
    synthFactory(input, { providers: [own, ...(options.beside ?? [])], policies: [] });
  return [
    {
      name: 'realizes every kind that it claims',
      run: () => checkKinds(provider, (own) => synth(options.factory, own)),
    },
    {
      name: 'gives handles that later kinds can use',
      run: () => checkHandles(provider, (own) => synth(options.factory, own)),
    },
    {
      name: 'leaves the plan as it is',
      run: () => void synth(options.factory, observed(provider, { before: freeze })),
    },
    {
      name: 'makes the same bytes twice',
      run: () => sameStacks(synth(options.factory), synth(options.factory), 'in a second synthesis'),
    },
    {
      name: 'makes the same ids whatever the order of the factory',
      run: () =>
        sameStacks(synth(options.factory), synth(reversed(options.factory)), 'with the keys of the factory in reverse'),
    },
    {
      name: 'states no secret in plain text',
      run: () => {
        const factory = synth(options.factory);
        keeps(factory, 'no-plain-secrets');
        checkSecrets(factory, options.secrets ?? []);
      },
    },
    { name: 'tags and labels what it makes', run: () => keeps(synth(options.factory), 'tags') },
  ];
}

interface Observer {
  readonly before?: (intent: unknown, context: SiteContext) => void;
  readonly after?: (kind: Kind, id: string, scope: Construct, handle: unknown) => void;
}

type AnyRealize = (scope: Construct, id: string, intent: unknown, context: SiteContext) => unknown;

/** The provider with somebody watching each of its kinds. */
function observed(provider: AnyProvider, { before, after }: Observer): AnyProvider {
  const realize = Object.fromEntries(
    Object.entries(provider.realize).map(([kind, original]): [string, AnyRealize] => [
      kind,
      (scope, id, intent, context) => {
        before?.(intent, context);
        const handle = (original as AnyRealize)(scope, id, intent, context);
        after?.(kind as Kind, id, scope, handle);
        return handle;
      },
    ]),
  );
  return {
    name: provider.name,
    configure: (...args) => provider.configure(...args),
    ...(provider.kubernetesAccess === undefined ? {} : { kubernetesAccess: provider.kubernetesAccess }),
    realize: realize as AnyProvider['realize'],
  };
}

const kindsOf = (provider: AnyProvider): readonly Kind[] => Object.keys(provider.realize).sort() as Kind[];

function checkKinds(provider: AnyProvider, synth: (own: AnyProvider) => SynthesizedFactory): void {
  const places: { readonly kind: Kind; readonly id: string; readonly scope: Construct }[] = [];
  synth(observed(provider, { after: (kind, id, scope) => void places.push({ kind, id, scope }) }));
  const made = new Map<Kind, number>();
  // Counted at the end: a guard adds its records when the front door is there.
  for (const { kind, id, scope } of places) {
    const own = scope.node.tryFindChild(id)?.node.findAll() ?? [];
    made.set(kind, (made.get(kind) ?? 0) + own.filter(TerraformResource.isTerraformResource).length);
  }
  const asked = kindsOf(provider).filter((kind) => !made.has(kind));
  fail(asked, (kind) => `${provider.name} claims "${kind}", which the factory never needs: give one that does`);
  const empty = kindsOf(provider).filter((kind) => made.get(kind) === 0);
  fail(empty, (kind) => `${provider.name} claims "${kind}" and makes no resource under the id that it is given`);
}

/** What later kinds read of each handle. */
const handleFields = {
  network: [],
  keys: [],
  cluster: [],
  store: [],
  events: [],
  entry: [],
  budget: [],
  nodePool: [],
  dynamicPool: [],
  platform: ['ready'],
  runtime: ['ready'],
  serving: ['ready'],
  moveGuard: ['guardOf', 'record'],
  frontDoor: ['ready'],
} as const satisfies { readonly [K in Kind]: readonly (keyof Handles[K])[] };

function checkHandles(provider: AnyProvider, synth: (own: AnyProvider) => SynthesizedFactory): void {
  const missing = new Set<string>();
  synth(
    observed(provider, {
      after: (kind, _id, _scope, handle) => {
        const values = Object(handle) as Readonly<Record<string, unknown>>;
        for (const field of handleFields[kind]) if (values[field] === undefined) missing.add(`${kind}.${field}`);
      },
    }),
  );
  fail([...missing], (field) => `${provider.name} leaves out ${field}`);
}

function sameStacks(one: SynthesizedFactory, other: SynthesizedFactory, when: string): void {
  const ids = new Set([...Object.keys(one.stacks), ...Object.keys(other.stacks)]);
  const different = [...ids].filter((id) => one.stacks[id]?.text !== other.stacks[id]?.text);
  fail(different, (id) => {
    const lines = [one, other].map((factory) => factory.stacks[id]?.text.split('\n') ?? []);
    const [first = [], second = []] = lines;
    const at = first.findIndex((line, index) => line !== second[index]);
    return `stack ${id} differs ${when}: line ${at + 1} is "${first[at]?.trim()}", then "${second[at]?.trim()}"`;
  });
}

function keeps(factory: SynthesizedFactory, policy: string): void {
  const asked = factory.policies.filter(({ id }) => id === policy);
  fail(
    factory.check(asked).filter((finding) => finding.severity === 'error'),
    formatFinding,
  );
}

function checkSecrets(factory: SynthesizedFactory, secrets: readonly string[]): void {
  // The secret itself is not repeated: messages end in logs.
  const holding = Object.values(factory.stacks).filter((stack) =>
    secrets.some((secret) => stack.text.includes(secret)),
  );
  fail(holding, (stack) => `stack ${stack.id} holds a secret that the provider was given`);
}

/** The same factory with the keys of every object in reverse. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reversed(each)]),
  ) as T;
}

/** Makes any change of a plan node throw. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const each of Object.values(value)) freeze(each);
}

function fail<T>(broken: readonly T[], say: (each: T) => string): void {
  if (broken.length > 0) throw new Error(broken.map(say).join('\n'));
}
