import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { defaultCatalog } from '../../lib/catalog/catalog';
import type { Finding } from '../../lib/planner/model/finding';
import { command } from '../cli/memory-io';
import { planFactory, readFactory } from '../standard';
import {
  everyField,
  examples,
  type Json,
  type Mutation,
  mutations,
  type Place,
  placesOf,
  references,
  replaced,
} from './mutations';

const errorsOf = (findings: readonly Finding[]) => findings.filter((finding) => finding.severity === 'error');

/** What the library says of any value: findings of the schema, else of the plan. */
function judge(value: unknown): readonly Finding[] {
  const read = readFactory(value);
  return 'spec' in read ? planFactory(read.spec, defaultCatalog).findings : read.findings;
}

/** Findings carry what a reader needs to mend the file. */
function expectWords(findings: readonly Finding[]): void {
  for (const finding of findings) {
    expect(finding.code).toMatch(/^[a-z][a-z0-9-]+$/);
    expect(finding.path).not.toBe('');
    expect(finding.message.length).toBeGreaterThan(10);
    expect(finding.message).not.toMatch(/undefined|\[object|NaN kW|Invalid input/);
  }
}

interface Case {
  readonly example: Json;
  readonly place: Place;
  readonly mutation: Mutation;
}

const bases = [...examples, everyField];
const everyPlace = bases.map((example) => placesOf(example));

/** Every mutation at every place of every example at which it is possible. */
const cases: readonly Case[] = bases.flatMap((example, index) =>
  (everyPlace[index] ?? []).flatMap((place) =>
    mutations.filter((mutation) => mutation.fits(place)).map((mutation) => ({ example, place, mutation })),
  ),
);

const spoil = ({ example, place, mutation }: Case): unknown =>
  replaced(example, place.path, (old) => mutation.change(old, place));

describe('a malformed factory', () => {
  it('starts from sound examples, and spoils them in more than two thousand ways', () => {
    expect(examples.map((example) => errorsOf(judge(example)))).toEqual(examples.map(() => []));
    expect(cases.length).toBeGreaterThan(2000);
    expect(mutations.filter((mutation) => !cases.some((each) => each.mutation === mutation))).toEqual([]);
  });

  it('is refused at its place for every mutation of every example, never accepted and never thrown', () => {
    const accepted: string[] = [];
    const strayed: string[] = [];
    for (const each of cases) {
      const place = each.place.path.join('.');
      const read = readFactory(spoil(each));
      const found = errorsOf('findings' in read ? read.findings : []);
      expectWords(found);
      if (found.length === 0) accepted.push(`${each.mutation.name} at ${place}`);
      // The place that was spoilt, what holds it, or what it holds.
      const near = found.some(({ path }) => path === '(root)' || place.startsWith(path) || path.startsWith(place));
      if (!near) strayed.push(`${each.mutation.name} at ${place}`);
    }
    expect({ accepted, strayed }).toEqual({ accepted: [], strayed: [] });
  });

  it('is refused where a name leads nowhere', () => {
    const accepted: string[] = [];
    for (const [index, example] of examples.entries()) {
      for (const place of everyPlace[index] ?? []) {
        const path = place.path.join('.');
        if (!references.some((each) => each.test(path))) continue;
        for (const name of ['nowhere', 'constructor', 'tostring', `${place.value}0`]) {
          const found = errorsOf(judge(replaced(example, place.path, () => name)));
          expectWords(found);
          if (found.length === 0) accepted.push(`${path}: ${name}`);
        }
      }
    }
    expect(accepted).toEqual([]);
  });

  it('never makes the planner throw, whatever value stands at whatever place', () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>(
        0,
        -0,
        1e-300,
        1e300,
        Number.MAX_SAFE_INTEGER,
        '',
        ' ',
        '0',
        'a'.repeat(5000),
        '10.0.0.0/0',
        '\u202e',
      ),
      fc.jsonValue({ maxDepth: 2 }),
      fc.double(),
    );
    fc.assert(
      fc.property(fc.nat(), fc.nat(), value, (which, where, put) => {
        const index = which % examples.length;
        const places = (everyPlace[index] ?? []).filter(({ path }) => path.length > 0);
        const place = places[where % places.length];
        if (place === undefined) return;
        expectWords(judge(replaced(examples[index] ?? null, place.path, () => put)));
      }),
      { numRuns: 400 },
    );
  });

  it('gives findings through the command as well, with the line of each', async () => {
    const written = cases.filter(
      ({ mutation, place }) => place.path.length > 0 && !/function|big integer|reserved|nothing/.test(mutation.name),
    );
    const some = written.filter((_, index) => index % Math.ceil(written.length / 120) === 0);
    for (const each of some) {
      const text = stringify(spoil(each));
      const { code, out } = await command(['validate', 'factory.yaml', '--json'], { 'factory.yaml': text });
      const { findings } = JSON.parse(out) as { findings: Finding[] };
      expect({ code, where: each.place.path.join('.'), name: each.mutation.name }).toMatchObject({ code: 1 });
      expectWords(findings);
      expect(errorsOf(findings).every((finding) => finding.line !== undefined)).toBe(true);
    }
  });
});
