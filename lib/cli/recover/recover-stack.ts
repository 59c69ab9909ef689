import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { objectsOf, type TerraformJson, type TerraformObject, textAt } from '../../policies/terraform-json';
import type { CloudRecovery } from '../../port/recovery';
import type { Io } from '../io';
import { absentIn, type Import, planErrors, readPlanReport } from './absent';
import { helmRecovery, kubernetesImportId, kubernetesNameOf } from './import-id';
import { localStateFile, type RepairedState, repairLocalState, repairText } from './local-state';
import { type Found, type LookupInput, lookupConfig, readFound } from './lookup';
import { Recoveries } from './recoveries';
import { findLock, lockText } from './state-lock';
import { readState, type StateValues, Terraform } from './terraform';

/** The file with the import blocks, in the folder of the stack. */
export const IMPORTS_FILE = 'recover.tf.json';

/** The result of recovering a stack. */
export interface Recovered {
  /** The replacement of a local state file that was cut; null if the state was whole, or is not local. */
  readonly state: RepairedState | null;
  readonly imports: readonly Import[];
  /** Missing resources that you have to look up before the next apply, with the reason. */
  readonly byHand: readonly { readonly address: string; readonly reason: string }[];
  /** Missing resources of types that no cloud of the factory has in its recovery, so nothing looked for them. */
  readonly notSearched: readonly string[];
  /** Resources that do not exist yet; the next apply creates them. */
  readonly toCreate: readonly string[];
  /** Objects with the identity of a resource whose state has another object; nothing manages them. */
  readonly orphans: readonly { readonly address: string; readonly object: string }[];
}

/**
 * Finds the objects of a stack that are missing from its state, and writes import blocks for them.
 *
 * A killed apply leaves objects that the state does not record. They are found as the recoveries of the factory's clouds
 * say: by names that follow from the factory, and by lists of objects with their construct paths. A local state that was cut while Terraform wrote it is first
 * replaced with the newest whole state.
 *
 * @throws Error if the state is locked, or if Terraform cannot read the state or ask the clouds
 */
export function recoverStack(io: Io, input: StackInput): Recovered {
  const { folder, stack, json } = input;
  const file = localStateFile(folder, json);
  const state = file === null ? null : repairLocalState(file);
  try {
    const terraform = new Terraform(io, folder);
    const lock = findLock(terraform);
    if (lock !== null) throw new Error(lockText(lock, { stack, folder, isLocal: file !== null }));
    return { state, ...importMissing(io, terraform, input) };
  } catch (error) {
    if (state === null) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${repairText(state, io.cwd)}; then ${message}`, { cause: error });
  }
}

/** A stack in the folder from which it is applied. */
interface StackInput {
  readonly folder: string;
  readonly stack: string;
  readonly factory: string;
  /** Recoveries of the factory's clouds. */
  readonly recoveries: readonly CloudRecovery[];
  readonly json: TerraformJson;
}

/** Writes import blocks for objects that exist and are missing from the state. */
function importMissing(io: Io, terraform: Terraform, input: StackInput): Omit<Recovered, 'state'> {
  const { folder, stack, factory, json } = input;
  // Blocks of an earlier try may name what is gone.
  rmSync(join(folder, IMPORTS_FILE), { force: true });
  const state = readState(terraform);
  const all = objectsOf(stack, json).filter((each) => each.mode === 'resource');
  const missing = all.filter((each) => !state.has(address(each)));
  if (missing.length === 0) return { imports: [], byHand: [], notSearched: [], toCreate: [], orphans: [] };
  const recoveries = new Recoveries([helmRecovery, ...input.recoveries]);
  const found = ask(io, folder, { json, factory, missing, recoveries });
  const context: Context = { json, all, state, found, recoveries };
  const candidates = importsOf(missing, context);
  const imports = verify(terraform, folder, candidates);
  const known = new Set(imports.map((each) => each.to));
  return {
    imports,
    byHand: missing.flatMap((each) => {
      const reason = recoveries.byHand(each.type);
      return reason === undefined ? [] : [{ address: address(each), reason }];
    }),
    notSearched: missing
      .filter((each) => kubernetesNameOf(each) === null && !recoveries.covers(each.type))
      .map(address),
    toCreate: missing.map(address).filter((each) => !known.has(each)),
    orphans: orphansOf(imports, context),
  };
}

const address = ({ type, id }: Pick<TerraformObject, 'type' | 'id'>): string => `${type}.${id}`;

/** What is known of a stack once its clouds were asked. */
interface Context {
  readonly json: TerraformJson;
  readonly all: readonly TerraformObject[];
  readonly state: StateValues;
  readonly found: Found;
  readonly recoveries: Recoveries;
}

/** Runs the lookup in a folder of its own, with the providers that the stack has installed. */
function ask(io: Io, folder: string, input: LookupInput): Found {
  const config = lookupConfig(input);
  if (config === null) return { byPath: new Map(), kubernetes: new Set() };
  // Beside the stack, so that relative paths of providers and remote states lead to the same files.
  const scratch = mkdtempSync(join(dirname(folder), `.${basename(folder)}-recover-`));
  try {
    for (const each of ['.terraform.lock.hcl', '.terraform/providers']) {
      if (existsSync(join(folder, each))) cpSync(join(folder, each), join(scratch, each), { recursive: true });
    }
    writeFileSync(join(scratch, 'lookup.tf.json'), JSON.stringify(config));
    const terraform = new Terraform(io, scratch);
    terraform.need('init', '-input=false', '-no-color');
    terraform.need('apply', '-auto-approve', '-input=false', '-no-color');
    return readFound(terraform.need('output', '-json', '-no-color'), input.missing, input.recoveries);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Identifiers of the objects that a cloud listed for a resource. */
function listedFor({ type, values }: TerraformObject, { found, recoveries }: Context): readonly string[] {
  const lookup = recoveries.lookupOf(type);
  const path = lookup === undefined ? undefined : textAt(values, lookup.resourcePath);
  return path === undefined ? [] : (found.byPath.get(path) ?? []);
}

/** Everything that may exist: Kubernetes objects and listed ones that were seen, and names that no two can share. */
function importsOf(missing: readonly TerraformObject[], context: Context): readonly Import[] {
  const { found, recoveries } = context;
  const ids = new Map<string, string>();
  for (const each of missing) {
    const kubernetes = kubernetesNameOf(each);
    if (kubernetes !== null) {
      if (found.kubernetes.has(address(each))) ids.set(address(each), kubernetesImportId(each.type, kubernetes));
      continue;
    }
    const [object] = listedFor(each, context);
    const id = object === undefined ? undefined : recoveries.importIdByObject(each.type, object);
    if (id !== undefined) ids.set(address(each), id);
  }
  const isMissing = new Set(missing.map(address));
  const byName = namer(ids, isMissing, context);
  for (const each of missing) {
    if (ids.has(address(each)) || kubernetesNameOf(each) !== null) continue;
    const id = byName(each);
    if (id !== undefined) ids.set(address(each), id);
  }
  return [...ids].map(([to, id]) => ({ to, id }));
}

/**
 * Returns what computes import ids by names. Names can refer to other resources, such as a node group to its cluster; such
 * references are replaced by the state, by what was found, or by what the configuration states.
 */
function namer(ids: ReadonlyMap<string, string>, isMissing: ReadonlySet<string>, context: Context) {
  const { json, all, state, recoveries } = context;
  const objects = new Map(all.map((each) => [address(each), each]));
  const byName = (object: TerraformObject): string | undefined =>
    recoveries.importIdByName(
      object.type,
      (name) => recoveries.stackValue(object.type, name, json) ?? resolve(textAt(object.values, name)),
    );
  const resolve = (text: string | undefined): string | undefined => {
    if (text === undefined) return undefined;
    let isComplete = true;
    const result = text.replaceAll(/\$\{([a-z0-9_]+\.[^.}]+)\.([a-z_]+)\}/g, (_, to: string, attribute: string) => {
      const known = state.get(to)?.[attribute];
      const value = typeof known === 'string' ? known : attributeOf(to, attribute);
      if (value === undefined) isComplete = false;
      return value ?? '';
    });
    return isComplete && !result.includes('${') ? result : undefined;
  };
  const attributeOf = (to: string, attribute: string): string | undefined => {
    const object = objects.get(to);
    if (object === undefined) return undefined;
    const stated = textAt(object.values, attribute);
    if (stated !== undefined) return resolve(stated);
    if (attribute === recoveries.lookupOf(object.type)?.attribute && isMissing.has(to)) {
      return listedFor(object, context)[0];
    }
    return recoveries.isImportId(object.type, attribute) ? (ids.get(to) ?? byName(object)) : undefined;
  };
  return byName;
}

/** Removes imports of objects that do not exist, and keeps the file with the rest. */
function verify(terraform: Terraform, folder: string, candidates: readonly Import[]): readonly Import[] {
  const file = join(folder, IMPORTS_FILE);
  let imports = candidates;
  // Repeat until `terraform plan` succeeds; each round drops at least one import.
  while (imports.length > 0) {
    writeFileSync(file, `${JSON.stringify({ import: imports }, null, 2)}\n`);
    const { code, output } = terraform.run('plan', '-json', '-input=false', '-lock=false');
    if (code === 0) return imports;
    const report = readPlanReport(output);
    const absent = absentIn(report, imports);
    if (absent.size === 0) {
      rmSync(file, { force: true });
      throw new Error(
        `terraform plan with the import blocks failed in ${folder}:\n${planErrors(report) ?? output.trim()}`,
      );
    }
    imports = imports.filter((each) => !absent.has(each.to));
  }
  rmSync(file, { force: true });
  return imports;
}

/** Returns the objects with the identity of a resource that the resource does not have. */
function orphansOf(imports: readonly Import[], context: Context): Recovered['orphans'] {
  const { all, state, recoveries } = context;
  return all.flatMap((each) => {
    const objects = listedFor(each, context);
    const attribute = recoveries.lookupOf(each.type)?.attribute;
    const kept = attribute === undefined ? undefined : state.get(address(each))?.[attribute];
    const imported = imports.find(({ to }) => to === address(each))?.id;
    const own = objects.find(
      (object) =>
        object === kept || (imported !== undefined && recoveries.importIdByObject(each.type, object) === imported),
    );
    // Nothing is certain if the state has no identifier to compare with.
    if (own === undefined) return [];
    return objects.filter((object) => object !== own).map((object) => ({ address: address(each), object }));
  });
}
