import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  atStop,
  formatLostSite,
  formatMigration,
  type MigrationStop,
  ordinalOf,
  planLostSite,
  planMigration,
  stateOf,
  stopName,
  stopOf,
  stopsOf,
} from '../../planner/migration';
import { siteStackNames, trafficStackName } from '../../planner/names';
import type { FactoryPlan } from '../../planner/plan';
import { placeFactory, planFactory, planPlaced } from '../../planner/plan-factory';
import { editMigration } from '../../spec/edit-migration';
import type { FactorySpec } from '../../spec/factory';
import { placeFindings, readSource } from '../../spec/source';
import type { MigrationSpec } from '../../spec/traffic';
import { standardClouds } from '../clouds';
import { type ExitCode, exitCodes, type Io } from '../io';
import { findingLines, json, type LoadedFactory, loadFactory, nameOf } from '../load';

export interface MigrateOptions {
  readonly json?: boolean;
  readonly lost?: string;
}

/** `migrate plan FILE [NAME]`: the phases of a migration with their price; with `--lost`, the loss of a site. */
export function migratePlan(file: string, name: string | undefined, options: MigrateOptions, io: Io): ExitCode {
  const loaded = load(file, options, io);
  if (typeof loaded === 'number') return loaded;
  const { spec, catalog, lineOf } = loaded;
  if (options.lost !== undefined) {
    if (spec.sites[options.lost] === undefined) {
      return refuse(
        io,
        options,
        `no site "${options.lost}"; the factory has ${Object.keys(spec.sites).sort().join(', ')}`,
      );
    }
    const plan = planLostSite(spec, catalog, options.lost, { clouds: standardClouds });
    io.out(options.json === true ? json(plan) : formatLostSite(plan));
    return codeOf(plan.findings);
  }
  const found = choose(spec, name);
  if ('problem' in found) return refuse(io, options, found.problem);
  const plan = planMigration(spec, catalog, found.name, { clouds: standardClouds });
  const placed = { ...plan, findings: placeFindings(plan.findings, lineOf) };
  io.out(options.json === true ? json(placed) : formatMigration(placed));
  return codeOf(placed.findings);
}

/** `migrate status FILE`: where each migration stands and what is next to it. */
export function migrateStatus(file: string, options: MigrateOptions, io: Io): ExitCode {
  // Where it stands can be told of a file that is not sound, and is wanted then most.
  const loaded = load(file, options, io, 'schema');
  if (typeof loaded === 'number') return loaded;
  const { spec } = loaded;
  const all = Object.entries(spec.migrations)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, migration]) => {
      const stop = stopOf(migration);
      const { source, target, share } = stateOf(migration, stop);
      const name_ = (each: MigrationStop | undefined) => (each === undefined ? null : stopName(migration, each));
      return {
        name,
        at: stopName(migration, stop),
        source,
        target,
        targetPercent: Math.round(share * 100),
        next: name_(neighbour(migration, 1)),
        back: name_(neighbour(migration, -1)),
      };
    });
  if (options.json === true) io.out(json({ migrations: all }));
  else if (all.length === 0) io.out('the factory has no migrations\n');
  else {
    for (const each of all) {
      io.out(
        `${each.name}: at ${each.at} (source ${each.source}, target ${each.target} with ${each.targetPercent}%); next: ${each.next ?? 'none, it is done'}; back: ${each.back ?? 'none'}\n`,
      );
    }
  }
  return exitCodes.sound;
}

/** `migrate next|back FILE [NAME]`: writes the stop beside the present one into the file, and nothing else. */
export function migrateStep(
  direction: 'next' | 'back',
  file: string,
  name: string | undefined,
  options: MigrateOptions,
  io: Io,
): ExitCode {
  const text = read(file, io);
  // A file that is unsound as it stands may be stepped to where it is sound.
  const loaded = load(file, options, io, 'schema');
  if (typeof loaded === 'number') return loaded;
  if (text === null) return refuse(io, options, `${nameOf(file)} cannot be written; name the factory file`);
  const { spec, catalog, lineOf } = loaded;
  const found = choose(spec, name);
  if ('problem' in found) return refuse(io, options, found.problem);
  const { migration } = found;
  const target = neighbour(migration, direction === 'next' ? 1 : -1);
  if (target === undefined) return refuse(io, options, endOf(direction, found.name, migration));
  const wanted = atStop(spec, found.name, target);
  // A step back asks its own stop alone: a later one that has become impossible is no reason to stay.
  const planner = { clouds: standardClouds };
  const plan =
    direction === 'next' ? planFactory(wanted, catalog, planner) : planPlaced(placeFactory(wanted, catalog, planner));
  const errors = plan.findings.filter((finding) => finding.severity === 'error');
  if (errors.length > 0) {
    const placed = placeFindings(errors, lineOf);
    if (options.json === true) io.out(json({ findings: placed }));
    else io.err(`${stopName(migration, target)} would break these, and nothing was written:\n${findingLines(placed)}`);
    return exitCodes.findings;
  }
  const edited = editMigration(text, found.name, {
    phase: target.phase,
    ...(target.phase === 'shift' ? { step: target.step } : {}),
  });
  const check = readSource(edited, { clouds: standardClouds });
  if (!('source' in check) || !isDeepStrictEqual(check.source.spec, wanted)) {
    return refuse(
      io,
      options,
      `the phase of ${found.name} cannot be written into ${file} without changing more; edit it by hand`,
    );
  }
  if (read(file, io) !== text)
    return refuse(io, options, `${file} was changed meanwhile; nothing was written, run this again`);
  io.writeFile(resolve(io.cwd, file), edited);
  const from = stopName(migration, stopOf(migration));
  const to = stopName(migration, target);
  const stacks = stacksOf(plan, migration);
  if (options.json === true) io.out(json({ migration: found.name, from, to, stacks }));
  else io.out(`${found.name}: ${from} -> ${to}. Apply it with: cdktf deploy ${stacks.join(' ')}\n`);
  return exitCodes.sound;
}

/** Stacks that a step changes, in deployment order. */
const stacksOf = ({ name, sites, traffic }: FactoryPlan, { from, to }: MigrationSpec): readonly string[] => [
  ...[...new Set([from.site, to.site])].flatMap((end) =>
    sites.filter((site) => site.name === end).flatMap((site) => siteStackNames(name, site)),
  ),
  ...(traffic !== null && from.site !== to.site ? [trafficStackName(name)] : []),
];

/** The stop beside the present one; after retire nothing is left to go back to. */
function neighbour(migration: MigrationSpec, by: 1 | -1): MigrationStop | undefined {
  const at = ordinalOf(migration, stopOf(migration));
  if (by === -1 && migration.phase === 'retire') return undefined;
  return stopsOf(migration)[at + by];
}

function endOf(direction: 'next' | 'back', name: string, { phase, to, workloads }: MigrationSpec): string {
  if (direction === 'next') {
    const pin = [`sites: [${to.site}]`, ...(to.pool === undefined ? [] : [`pools: [${to.site}/${to.pool}]`])];
    const change = [
      ...(to.model === undefined ? [] : [`model: ${to.model}`]),
      ...(to.precision === undefined ? [] : [`precision: ${to.precision}`]),
      ...(to.revision === undefined ? [] : [`revision: ${to.revision}`]),
    ];
    return `${name} is done; state ${[...pin, ...change].join(', ')} on ${workloads.join(', ')} and remove migrations.${name}`;
  }
  return phase === 'retire'
    ? `${name} is retired and its source released; to return, state a migration in the other direction`
    : `${name} has not begun`;
}

function choose(
  spec: FactorySpec,
  name: string | undefined,
): { readonly name: string; readonly migration: MigrationSpec } | { readonly problem: string } {
  const names = Object.keys(spec.migrations).sort();
  const chosen = name ?? (names.length === 1 ? names[0] : undefined);
  if (names.length === 0) return { problem: 'the factory has no migrations; state one under migrations' };
  if (chosen === undefined) return { problem: `name one of the migrations ${names.join(', ')}` };
  const migration = spec.migrations[chosen];
  return migration === undefined
    ? { problem: `no migration "${chosen}"; the factory has ${names.join(', ')}` }
    : { name: chosen, migration };
}

function load(
  file: string,
  options: MigrateOptions,
  io: Io,
  need: 'schema' | 'sound' = 'sound',
): LoadedFactory | ExitCode {
  const loaded = loadFactory(file, io);
  const errors = loaded.findings.filter((finding) => finding.severity === 'error');
  if ('factory' in loaded && (need === 'schema' || errors.length === 0)) return loaded.factory;
  if (options.json === true) io.out(json({ findings: loaded.findings }));
  else io.err(findingLines(errors));
  return loaded.code;
}

function read(file: string, io: Io): string | null {
  try {
    return io.readFile(resolve(io.cwd, file));
  } catch {
    return null;
  }
}

function refuse(io: Io, options: MigrateOptions, message: string): ExitCode {
  const finding = { code: 'no-step', severity: 'error', path: 'migrations', message } as const;
  if (options.json === true) io.out(json({ findings: [finding] }));
  else io.err(findingLines([finding]));
  return exitCodes.findings;
}

const codeOf = (findings: readonly { readonly severity: string }[]): ExitCode =>
  findings.some((finding) => finding.severity === 'error') ? exitCodes.findings : exitCodes.sound;
