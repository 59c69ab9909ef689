import { describe, expect, it } from 'vitest';
import { aHall, aWorkload, type HallInput } from '../../../lib/testing';
import { plan } from '../factories';

const owned = { type: 'owned', usdPerNode: 320_000, lifeYears: 4 } as const;
const amd = { machine: 'mi300x-8x', count: 2, capacity: owned };
const nvidia = { machine: 'dgx-h200', count: 2, capacity: owned };

const found = (pools: HallInput['pools'], power?: HallInput['power']) =>
  plan({ sites: { hall: aHall({ pools, power }) }, workloads: { chat: aWorkload() } })
    .findings.filter(({ code }) => code === 'alert-not-measured')
    .map(({ severity, path, message }) => `${severity} ${path}: ${message}`);

describe('a power budget', () => {
  it('of accelerators that do not report their power gets no alert, and a note says so', () => {
    expect(found({ serve: amd }, { itKw: 400 })).toEqual([
      'note sites.hall.power: only NVIDIA accelerators report their power, and the pools serve have others, so the alert PowerBudgetNearlySpent of hall is not created; watch the power budget with the meters of the site',
    ]);
  });

  it('names the pools that its alert does not count', () => {
    expect(found({ other: amd, serve: nvidia }, { itKw: 400 })).toEqual([
      expect.stringContaining('the alert PowerBudgetNearlySpent of hall does not count the pools other;'),
    ]);
  });

  it('is not mentioned if all accelerators report, or if there is none', () => {
    expect(found({ serve: nvidia }, { itKw: 400 })).toEqual([]);
    expect(found({ serve: amd })).toEqual([]);
  });
});
