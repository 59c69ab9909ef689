import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FactoryReport, type ReportedCloud, reportCloud } from '../constructs/record';
import { FactoryError } from '../errors';
import { stackNames } from '../planner/model/names';
import { runApp } from './app/run-app';
import { exitCodes, type Io } from './io';
import { appFailed, codeOf, type Refused } from './judge';
import { loadFactory } from './load';
import { missingPackage } from './missing-package';
import { siteClassesOf } from './site-classes';
import type { AppTarget, FileTarget, ReadableTarget } from './target';

/** Stacks that a file or an app was synthesized to just now. */
export interface FreshStacks {
  /** Folder with `stacks`. */
  readonly out: string;
  /** Ids of the stacks, each with its factory; null for a stack of no factory. */
  readonly factories: ReadonlyMap<string, StackFactory | null>;
}

/** The factory of a stack. */
export interface StackFactory {
  readonly name: string;
  readonly clouds: readonly ReportedCloud[];
}

/** Synthesizes a file or an app into a folder that is removed once `use` is done. */
export const withFreshStacks = <T>(
  target: ReadableTarget,
  io: Io,
  use: (fresh: FreshStacks) => T,
): Promise<T | Refused> =>
  target.kind === 'file' ? fromFile(target, io, use) : Promise.resolve(fromApp(target, io, use));

async function fromFile<T>({ name, text }: FileTarget, io: Io, use: (fresh: FreshStacks) => T): Promise<T | Refused> {
  const { findings, isUnreadable, source, planned } = loadFactory(name, text);
  if (isUnreadable) return { refused: findings, code: exitCodes.unreadable };
  if (source === undefined || planned === undefined || codeOf(findings) !== exitCodes.sound) {
    return { refused: findings, code: exitCodes.findings };
  }
  const out = mkdtempSync(join(tmpdir(), 'ai-factory-recover-'));
  try {
    const sites = await siteClassesOf(source.input);
    const { synthesizeFactory } = await import('./synthesize');
    const stacks = synthesizeFactory({ source, planned, sites, outdir: out });
    const factory = { name: planned.spec.name, clouds: Object.values(sites).map(({ cloud }) => reportCloud(cloud)) };
    return use({ out, factories: new Map(stacks.map((stack) => [stack, factory])) });
  } catch (error) {
    if (error instanceof FactoryError) return { refused: error.findings, code: exitCodes.findings };
    const missing = missingPackage(error, io.manifest);
    if (missing === undefined) throw error;
    return { refused: [missing], code: exitCodes.findings };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function fromApp<T>({ name, app }: AppTarget, io: Io, use: (fresh: FreshStacks) => T): T | Refused {
  return runApp(app, io, {}, ({ reports, failure, out }) => {
    const findings = reports.flatMap((report) => report.findings);
    if (codeOf(findings) !== exitCodes.sound) return { refused: findings, code: codeOf(findings) };
    if (failure !== null) return appFailed(name, failure);
    const manifest = join(out, 'manifest.json');
    if (!existsSync(manifest)) {
      return appFailed(
        name,
        'the app writes its stacks elsewhere; create the App without `outdir`, and call `app.synth()`',
      );
    }
    const { stacks } = JSON.parse(readFileSync(manifest, 'utf8')) as { stacks: object };
    const factories = new Map(reports.flatMap(stacksOf));
    return use({ out, factories: new Map(Object.keys(stacks).map((stack) => [stack, factories.get(stack) ?? null])) });
  });
}

/** Ids that the stacks of a factory may have, with the factory. */
const stacksOf = ({ name, plan, clouds }: FactoryReport): [string, StackFactory][] =>
  stackNames(
    name,
    (plan?.sites ?? []).map((site) => site.name),
  ).map((stack) => [stack, { name, clouds }]);
