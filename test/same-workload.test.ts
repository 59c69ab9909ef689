import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FactoryInput } from '../lib/spec/factory';
import { aFactory, aHall, aPool, aSite, aWorkload, type HallInput, type WorkloadInput } from '../lib/testing';
import { differencesBetween } from './same-workload';
import { root } from './source';
import { workloadDifferences } from './workload-differences';

const both = (hall: Partial<HallInput>, workload: Partial<WorkloadInput> = {}): FactoryInput =>
  aFactory({
    sites: { east: aSite(), hall: aHall(hall) },
    workloads: { chat: aWorkload({ shares: { east: 0.5, hall: 0.5 }, ...workload }) },
    traffic: { domain: 'example.com', zoneId: 'Z1' },
  });

/** One workload at a region and a hall, in every way in which a site can be another. */
const factories: Readonly<Record<string, FactoryInput>> = {
  'a region and a hall': both({}),
  'unequal shares': both(
    {},
    { shares: { east: 0.2, hall: 0.8 }, demand: { requestsPerSecond: 40, inputTokens: 1000, outputTokens: 300 } },
  ),
  'nodes that are found by their own labels': both({
    pools: {
      gpu: aPool({
        machine: 'dgx-h200',
        count: 16,
        selector: { 'node-role.example.com/gpu': 'h200' },
        capacity: { type: 'owned', usdPerNode: 320_000, lifeYears: 4 },
      }),
    },
  }),
  'accelerators of another vendor': both({
    power: { itKw: 400, pue: 1.3, usdPerKwh: 0.16 },
    pools: {
      gpu: aPool({
        machine: 'mi300x-8x',
        count: 8,
        capacity: { type: 'owned', usdPerNode: 250_000, lifeYears: 4 },
      }),
    },
  }),
  'objectives that leave the pace to the hardware': both({}, { objectives: { ttftMs: 20_000, interTokenMs: 400 } }),
  'accelerators through DRA': both({ acceleratorApi: 'dra' }),
  'replicas over two nodes': both(
    {
      rdma: { resource: 'rdma/x', perNode: 8, networks: ['rdma-net'] },
      topology: ['topology.example.com/block', 'topology.example.com/rack'],
    },
    { model: 'deepseek-r1', precision: 'fp8', parallelism: { tensor: 8, pipeline: 2 } },
  ),
};

/** Servers of both kinds have the same pod. */
const podOf = (field: string): string =>
  field
    .replace(/^Deployment spec\.template\./, 'Pod ')
    .replace(/^LeaderWorkerSet spec\.leaderWorkerTemplate\.(leader|worker)Template\./, 'Pod ');

const patternOf = (field: string): RegExp =>
  new RegExp(
    `^${field
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^ ]+')}(\\..+)?$`,
  );

const matches = (field: string) => workloadDifferences.filter((each) => patternOf(each.field).test(field));

describe('the same workload at two sites', () => {
  const found = Object.fromEntries(
    Object.entries(factories).map(([name, input]) => [
      name,
      differencesBetween(input, 'east', 'hall', 'chat').map(podOf),
    ]),
  );

  it.each(Object.keys(factories))('differs only in what is listed: %s', (name) => {
    expect(found[name]?.filter((field) => matches(field).length === 0)).toEqual([]);
  });

  it('differs in everything that is listed, in one factory or another', () => {
    const all = Object.values(found).flat();
    expect(
      workloadDifferences
        .filter((each) => !all.some((field) => patternOf(each.field).test(field)))
        .map((each) => each.field),
    ).toEqual([]);
  });

  it('serves the same weights with the same engine', () => {
    const pods = Object.entries(found).flatMap(([name, fields]) =>
      fields.filter((field) => field.startsWith('Pod ')).map((field) => `${name}: ${field}`),
    );
    expect(pods.filter((field) => /initContainers|command/.test(field))).toEqual([]);
    expect([...new Set(pods.filter((field) => field.endsWith('.image')))]).toEqual([
      'accelerators of another vendor: Pod spec.containers.*.image',
      'replicas over two nodes: Pod spec.containers.*.image',
    ]);
  });

  it('is documented with exactly these differences', () => {
    const text = readFileSync(join(root, 'docs/same-workload.md'), 'utf8');
    const listed = [...text.matchAll(/^\| `([^`]+)` +\| (.+?) +\|$/gm)].map((match) => ({
      field: match[1],
      reason: match[2],
    }));
    expect(listed).toEqual(workloadDifferences);
  });
});
