import { TerraformResource } from 'cdktf';
import type { SiteClass } from '../constructs/from-spec';
import type { Site } from '../constructs/site';
import { formatFinding } from '../planner/model/finding';
import type { FactoryPlan } from '../planner/model/plan';
import type { FactoryInput } from '../spec/factory';
import { synthFactory } from './synth-factory';
import type { SynthesizedFactory } from './synthesized-factory';

/** Factory that a site class is tested with. */
export interface ConformanceOptions {
  /** A factory with sites of the cloud that needs everything that the cloud can do. */
  readonly factory: FactoryInput;
  /** Site classes of the other clouds in the factory. @default - none */
  readonly beside?: readonly SiteClass[];
  /** Secrets that the site class was given, such as an API token; none may be found in what it makes. @default - none */
  readonly secrets?: readonly string[];
}

/** One promise of a site class; `run` throws if the class breaks it. */
export interface ConformanceCase {
  /** What the case promises, as the title of a test. */
  readonly name: string;
  /** Tests the promise. Throws an error if the class breaks it. */
  run(): void;
}

/**
 * Returns the contract of a cloud's site class as a list of cases for a test runner.
 *
 * @example
 * describe('my cloud', () => {
 *   it.each([...siteConformance(MySite, { factory })])('$name', ({ run }) => run());
 * });
 */
export function siteConformance(siteClass: SiteClass, options: ConformanceOptions): readonly ConformanceCase[] {
  const synth = (input: FactoryInput, own: SiteClass = siteClass): SynthesizedFactory =>
    // Policies are asked below, one at a time: here they would stop the synthesis.
    synthFactory(input, { sites: classesOf([own, ...(options.beside ?? [])]), policies: [] });
  return [
    {
      name: 'fills every stack that it makes',
      run: () => {
        const empty: string[] = [];
        synth(
          options.factory,
          observed(siteClass, {
            after: (site) => {
              for (const stack of site.stacks) {
                if (!stack.node.findAll().some(TerraformResource.isTerraformResource)) empty.push(stack.node.id);
              }
            },
          }),
        );
        fail(empty, (id) => `stack ${id} has no resource`);
      },
    },
    {
      name: 'leaves the plan as it is',
      run: () => void synth(options.factory, observed(siteClass, { before: freeze })),
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

const classesOf = (classes: readonly SiteClass[]): Readonly<Record<string, SiteClass>> =>
  Object.fromEntries(classes.map((each) => [each.cloud.rules.name, each]));

interface Observer {
  readonly before?: (plan: FactoryPlan) => void;
  readonly after?: (site: Site) => void;
}

/** The site class, which records how its sites are filled. */
const observed = (siteClass: SiteClass, { before, after }: Observer): SiteClass =>
  new Proxy(siteClass, {
    construct(target, args, newTarget): Site {
      const site: Site = Reflect.construct(target, args, newTarget);
      const fill = site.fill.bind(site);
      site.fill = (plan) => {
        before?.(plan);
        fill(plan);
        after?.(site);
      };
      return site;
    },
  });

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
  fail(holding, (stack) => `stack ${stack.id} holds a secret that the site class was given`);
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
