import type { FactorySpec } from '../../spec/factory';
import type { MigrationSpec } from '../../spec/traffic';
import type { LibraryCheck } from '../model/check';
import type { LibraryFinding } from '../model/finding';
import type { FindingCode } from '../model/finding-codes';
import { sorted } from '../model/sorted';
import { notDefined } from './not-defined';

type Report = (code: FindingCode, path: string, message: string, severity?: LibraryFinding['severity']) => void;

/** Checks that migrations refer to existing objects and that their phases are consecutive. */
export const migrations: LibraryCheck = {
  id: 'migrations',
  why: 'a move is made of small steps that can each be taken back; one that skips, overlaps or leads nowhere is found before the first',
  check({ spec }) {
    const findings: LibraryFinding[] = [];
    const movedBy = new Map<string, string>();
    for (const [name, migration] of sorted(spec.migrations)) {
      const path = `migrations.${name}`;
      const report: Report = (code, below, message, severity = 'error') => {
        findings.push({ code, severity, path: `${path}.${below}`, message });
      };
      checkPlaces(spec, migration, report);
      checkShares(migration, report);
      migration.workloads.forEach((workload, index) => {
        const at = `workloads.${index}`;
        const other = movedBy.get(workload);
        movedBy.set(workload, other ?? name);
        if (other !== undefined) {
          report(
            'workload-moves-twice',
            at,
            `${workload} is moved by ${other} too, and a workload makes one move at a time; end that one first`,
          );
        }
        checkWorkload(spec, migration, workload, at, report);
      });
    }
    return findings;
  },
};

function checkPlaces(spec: FactorySpec, migration: MigrationSpec, report: Report): void {
  for (const end of ['from', 'to'] as const) {
    const { site, pool } = migration[end];
    const stated = spec.sites[site];
    if (stated === undefined) {
      report('unknown-site', `${end}.site`, notDefined('site', site, Object.keys(spec.sites)));
    } else if (pool !== undefined && stated.pools[pool] === undefined) {
      report(
        'unknown-pool',
        `${end}.pool`,
        `pool "${pool}" is not at ${site}, which has ${Object.keys(stated.pools).sort().join(', ') || 'none'}; correct the name`,
      );
    }
  }
  if (migration.from.site !== migration.to.site && spec.traffic === undefined) {
    report(
      'move-without-traffic',
      'to.site',
      'the factory states no traffic, so nothing splits requests between two sites; add traffic with a domain',
    );
  }
}

function checkShares({ shares, phase, step }: MigrationSpec, report: Report): void {
  const falling = shares.findIndex((share, index) => index > 0 && share <= (shares[index - 1] ?? 0));
  if (falling > 0) {
    report(
      'shares-not-increasing',
      `shares.${falling}`,
      `${shares[falling]} follows ${shares[falling - 1]}; each share is larger than the one before`,
    );
  }
  if (shares.at(-1) !== 100) {
    report(
      'shares-not-whole',
      `shares.${shares.length - 1}`,
      `the last share is ${shares.at(-1)}, and the source drains only when it has no requests; end with 100`,
    );
  }
  if (phase === 'shift' && (step ?? 0) >= shares.length) {
    report('step-beyond-shares', 'step', `step ${step} of ${shares.length} shares; use 0 to ${shares.length - 1}`);
  }
  if (phase !== 'shift' && step !== undefined) {
    report('step-without-shift', 'step', `step ${step} says nothing in phase ${phase}; remove it`, 'warning');
  }
}

function checkWorkload(spec: FactorySpec, migration: MigrationSpec, name: string, at: string, report: Report): void {
  const { from, to } = migration;
  const workload = spec.workloads[name];
  if (workload === undefined) {
    report('unknown-workload', at, notDefined('workload', name, Object.keys(spec.workloads)));
    return;
  }
  if (from.site === to.site && (to.revision ?? workload.revision) === workload.revision) {
    report(
      'move-onto-itself',
      'to.revision',
      `${name} would be served under one name twice at ${to.site}; state a revision that differs from ${workload.revision ?? 'none'}`,
    );
  }
  for (const [end, site] of [['from', from.site] as const, ['to', to.site] as const]) {
    if (workload.sites === undefined || workload.sites.includes(site)) continue;
    report(
      'move-outside-sites',
      `${end}.site`,
      `${name} may run at ${workload.sites.join(', ')} and not at ${site}; add ${site} to workloads.${name}.sites, or name another site`,
    );
  }
  if (workload.shares === undefined) return;
  if ((workload.shares[from.site] ?? 0) === 0) {
    report(
      'move-without-share',
      'from.site',
      `the shares of ${name} give ${from.site} nothing, so nothing would move; name a site with a share`,
    );
  }
  if (from.site !== to.site && (workload.shares[to.site] ?? 0) > 0) {
    report(
      'move-onto-share',
      'to.site',
      `${name} is served at ${to.site} already by its shares; change the shares instead, or move to another site`,
    );
  }
}
