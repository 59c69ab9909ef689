import { defaultCatalog } from '../../../lib/catalog/catalog';
import type { FindingCode } from '../../../lib/planner/model/finding-codes';
import type { RegionInput } from '../../../lib/testing/builders';
import { aFactory, aHall, aPool, aSite, aWorkload } from '../../../lib/testing/builders';
import { planFactory, readFactory } from '../../standard';

type Changes = Readonly<Record<string, unknown>>;

/** What a code is reported for, and the smallest change to it for which it is not; both replace parts of a sound factory. */
export interface Case {
  readonly bad: Changes;
  readonly good: Changes;
}

export type Cases = Partial<Record<FindingCode, Case>>;

/** Codes of all findings of a factory. */
export function codesOf(changes: Changes): string[] {
  const read = readFactory({ ...aFactory(), ...changes });
  const findings = 'findings' in read ? read.findings : planFactory(read.spec, defaultCatalog).findings;
  return findings.map(({ code }) => code);
}

/** A case of two sites in the region of the builders. */
export const ofSite = (bad: Changes, good: Changes): Case => ({
  bad: { sites: { east: { ...aSite(), ...bad } } },
  good: { sites: { east: { ...aSite(), ...good } } },
});

/** A case of two pools in the region of the builders. */
export const ofPool = (bad: Changes, good: Changes): Case =>
  ofSite({ pools: { serve: { ...aPool(), ...bad } } }, { pools: { serve: { ...aPool(), ...good } } });

/** A case of two halls. */
export const ofHall = (bad: Changes, good: Changes): Case => ({
  bad: { sites: { hall: { ...aHall(), ...bad } } },
  good: { sites: { hall: { ...aHall(), ...good } } },
});

/** A case of two workloads. */
export const ofWorkload = (bad: Changes, good: Changes, site: Partial<RegionInput> = {}): Case => ({
  bad: { sites: { east: aSite(site) }, workloads: { chat: { ...aWorkload(), ...bad } } },
  good: { sites: { east: aSite(site) }, workloads: { chat: { ...aWorkload(), ...good } } },
});
