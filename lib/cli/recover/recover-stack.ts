import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { objectsOf, type TerraformJson, type TerraformObject, textAt } from '../../policies/terraform-json';
import type { Io } from '../io';
import {
  type Attribute,
  byHand,
  importIdByArn,
  importIdByName,
  kubernetesImportId,
  kubernetesNameOf,
} from './import-id';
import { localStateFile, type RepairedState, repairLocalState, repairText } from './local-state';
import { type Found, IDENTITY_TAG, lookupConfig, readFound } from './lookup';
import { findLock, lockText } from './state-lock';
import { readState, type StateValues, Terraform } from './terraform';

/** The file with the import blocks, in the folder of the stack. */
export const IMPORTS_FILE = 'recover.tf.json';

export interface Import {
  readonly to: string;
  readonly id: string;
}

/** The result of recovering a stack. */
export interface Recovered {
  /** The replacement of a local state file that was cut; null if the state was whole, or is not local. */
  readonly state: RepairedState | null;
  readonly imports: readonly Import[];
  /** Missing resources that you have to look up before the next apply, with the reason. */
  readonly byHand: readonly { readonly address: string; readonly reason: string }[];
  /** Resources that do not exist yet; the next apply creates them. */
  readonly toCreate: readonly string[];
  /** Objects with the identity of a resource whose state has another object; nothing manages them. */
  readonly orphans: readonly { readonly address: string; readonly arn: string }[];
}

/**
 * Finds the objects of a stack that are missing from its state, and writes import blocks for them.
 *
 * A killed apply leaves objects that the state does not record. They are found by names that follow from the factory and
 * by the construct path, which is a tag of every object. A local state that was cut while Terraform wrote it is first
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
  if (missing.length === 0) return { imports: [], byHand: [], toCreate: [], orphans: [] };
  const found = ask(io, folder, lookupConfig(json, factory, missing), missing);
  const candidates = importsOf(all, missing, state, found, json);
  const imports = verify(terraform, folder, candidates);
  const known = new Set(imports.map((each) => each.to));
  return {
    imports,
    byHand: missing.flatMap((each) => {
      const reason = byHand[each.type];
      return reason === undefined ? [] : [{ address: address(each), reason }];
    }),
    toCreate: missing.map(address).filter((each) => !known.has(each)),
    orphans: orphansOf(all, state, found, imports),
  };
}

const address = ({ type, id }: Pick<TerraformObject, 'type' | 'id'>): string => `${type}.${id}`;

/** Runs the lookup in a folder of its own, with the providers that the stack has installed. */
function ask(io: Io, folder: string, config: TerraformJson, missing: readonly TerraformObject[]): Found {
  const scratch = mkdtempSync(join(tmpdir(), 'ai-factory-recover-'));
  try {
    for (const each of ['.terraform.lock.hcl', '.terraform/providers']) {
      if (existsSync(join(folder, each))) cpSync(join(folder, each), join(scratch, each), { recursive: true });
    }
    writeFileSync(join(scratch, 'lookup.tf.json'), JSON.stringify(config));
    const terraform = new Terraform(io, scratch);
    terraform.need('init', '-input=false', '-no-color');
    terraform.need('apply', '-auto-approve', '-input=false', '-no-color');
    return readFound(terraform.need('output', '-json', '-no-color'), missing);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Everything that may exist: Kubernetes objects and tagged ones that were seen, and names that no two can share. */
function importsOf(
  all: readonly TerraformObject[],
  missing: readonly TerraformObject[],
  state: StateValues,
  found: Found,
  json: TerraformJson,
): readonly Import[] {
  const ids = new Map<string, string>();
  const arns = new Map<string, string>();
  for (const each of missing) {
    const kubernetes = kubernetesNameOf(each);
    if (kubernetes !== null) {
      if (found.objects.has(address(each))) ids.set(address(each), kubernetesImportId(each.type, kubernetes));
      continue;
    }
    const arn = found.arns.get(textAt(each.values, `tags.${IDENTITY_TAG}`) ?? '')?.[0];
    const id = arn === undefined ? undefined : importIdByArn(each.type, arn);
    if (arn !== undefined) arns.set(address(each), arn);
    if (id !== undefined) ids.set(address(each), id);
  }
  const resolve = resolver(all, state, ids, arns);
  // Names may refer to others that are named here too: a route to its table, a node group to its cluster.
  for (const each of missing) {
    if (ids.has(address(each)) || kubernetesNameOf(each) !== null) continue;
    const attribute: Attribute = (name) =>
      name === 'account_id' ? accountOf(json) : resolve(textAt(each.values, name));
    const id = importIdByName(each.type, attribute);
    if (id !== undefined) ids.set(address(each), id);
  }
  return [...ids].map(([to, id]) => ({ to, id }));
}

const accountOf = (json: TerraformJson): string | undefined => textAt(json.provider, 'aws.allowed_account_ids.0');

/** Gives a text with its references replaced: by the state, by what was found, or by what the configuration states. */
function resolver(
  all: readonly TerraformObject[],
  state: StateValues,
  ids: ReadonlyMap<string, string>,
  arns: ReadonlyMap<string, string>,
) {
  const objects = new Map(all.map((each) => [address(each), each]));
  const resolve = (text: string | undefined): string | undefined => {
    if (text === undefined) return undefined;
    let complete = true;
    const result = text.replaceAll(/\$\{([a-z0-9_]+\.[^.}]+)\.([a-z_]+)\}/g, (_, to: string, attribute: string) => {
      const known = state.get(to)?.[attribute];
      const value =
        typeof known === 'string'
          ? known
          : attribute === 'arn'
            ? arns.get(to)
            : attribute === 'id' || attribute === 'key_id'
              ? (ids.get(to) ?? resolve(stated(objects.get(to), attribute)))
              : resolve(stated(objects.get(to), attribute));
      if (value === undefined) complete = false;
      return value ?? '';
    });
    return complete && !result.includes('${') ? result : undefined;
  };
  return resolve;
}

/** What the configuration says of an attribute; the id of what is named is its name. */
function stated(object: TerraformObject | undefined, attribute: string): string | undefined {
  if (object === undefined) return undefined;
  const own = textAt(object.values, attribute);
  if (own !== undefined || attribute !== 'id') return own;
  return textAt(object.values, 'bucket') ?? textAt(object.values, 'name');
}

/** Removes imports of objects that do not exist, and keeps the file with the rest. */
function verify(terraform: Terraform, folder: string, candidates: readonly Import[]): readonly Import[] {
  const file = join(folder, IMPORTS_FILE);
  let imports = candidates;
  // Repeat until `terraform plan` succeeds; each round drops at least one import.
  while (imports.length > 0) {
    writeFileSync(file, `${JSON.stringify({ import: imports }, null, 2)}\n`);
    const { code, output } = terraform.run('plan', '-input=false', '-no-color', '-lock=false');
    if (code === 0) return imports;
    const absent = absentIn(output, imports);
    if (absent.size === 0) {
      rmSync(file, { force: true });
      throw new Error(`terraform plan with the import blocks failed in ${folder}:\n${output.trim()}`);
    }
    imports = imports.filter((each) => !absent.has(each.to));
  }
  rmSync(file, { force: true });
  return imports;
}

/** Addresses that a failed plan could not import. */
export function absentIn(output: string, imports: readonly Import[]): ReadonlySet<string> {
  const errors = output
    .replaceAll(/^[\s│╷╵]+/gm, '')
    .split(/^Error: /m)
    .slice(1);
  const absent = errors
    .filter((each) =>
      /non-existent remote object|not found|NotFound|couldn't find|does not exist|no matching|no association found/i.test(
        each,
      ),
    )
    .map((each) => each.replaceAll(/\s+/g, ' '));
  return new Set(
    imports.filter(({ to, id }) => absent.some((text) => text.includes(to) || names(text, id))).map(({ to }) => to),
  );
}

/** Whether a message speaks of an id: whole, or both halves of the id of an association. */
function names(text: string, id: string): boolean {
  const halves = id.split('/');
  return (
    text.includes(`"${id}"`) ||
    text.includes(`(${id})`) ||
    (halves.length === 2 && halves.every((half) => /^[a-z]+-[0-9a-f]{8,}$/.test(half) && text.includes(half)))
  );
}

function orphansOf(
  all: readonly TerraformObject[],
  state: StateValues,
  found: Found,
  imports: readonly Import[],
): Recovered['orphans'] {
  return all.flatMap((each) => {
    const arns = found.arns.get(textAt(each.values, `tags.${IDENTITY_TAG}`) ?? '') ?? [];
    const kept = state.get(address(each))?.['arn'];
    const imported = imports.find(({ to }) => to === address(each))?.id;
    const own = arns.find((arn) => arn === kept || importIdByArn(each.type, arn) === imported);
    // Where the state knows no ARN to compare with, nothing can be said.
    if (own === undefined) return [];
    return arns.filter((arn) => arn !== own).map((arn) => ({ address: address(each), arn }));
  });
}
