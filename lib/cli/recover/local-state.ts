import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { relative, resolve } from 'node:path';
import { type TerraformJson, textAt } from '../../policies/terraform-json';

/** The replacement of a local state file that Terraform cannot read because the write of it was cut. */
export interface RepairedState {
  readonly file: string;
  /** Size of the incomplete file in bytes. */
  readonly bytes: number;
  readonly from: 'backup' | 'empty';
  /** Why the backup was not used; null if it was. */
  readonly backup: 'missing' | 'incomplete' | 'of another state' | null;
  /** Serial of the backup; null if the state is empty or the backup is encrypted. */
  readonly serial: number | null;
  /** The incomplete files, under their new names. */
  readonly kept: readonly string[];
}

/** Time in milliseconds in which a running Terraform finishes the write of a state. */
const SETTLE = 500;

/**
 * Returns the file that the local backend of a stack writes, or null for another backend. A stack without a backend has
 * the local one.
 */
export function localStateFile(folder: string, json: TerraformJson): string | null {
  const { backend, cloud } = (json.terraform ?? {}) as { backend?: Record<string, unknown>; cloud?: unknown };
  if (cloud !== undefined || (backend !== undefined && backend['local'] === undefined)) return null;
  return resolve(folder, textAt(backend, 'local.path') ?? 'terraform.tfstate');
}

/**
 * Replaces an incomplete local state file with the newest whole state: the backup that Terraform writes before it changes
 * the state, or an empty state. Keeps the incomplete file beside it under a new name. Returns null if the state is whole.
 *
 * Terraform truncates the file and writes it in place, so a kill leaves the first bytes of the new state.
 */
export function repairLocalState(file: string, settle = SETTLE): RepairedState | null {
  if (!existsSync(file)) return null;
  const cut = readSettled(file, settle);
  if (snapshotIn(cut) !== null) return null;
  const { size: bytes, mode } = statSync(file);
  const backupFile = `${file}.backup`;
  const { text, reason } = usableBackup(backupFile, cut);
  // The state can be a link to a file elsewhere; Terraform writes the backup beside the link.
  const target = realpathSync(file);
  if (text === null) {
    // Terraform creates an empty file before its first write, and reads it as no state.
    const kept = bytes === 0 ? [] : [move(target, file)];
    if (reason === 'incomplete') kept.push(move(backupFile, backupFile));
    return { file, bytes, from: 'empty', backup: reason, serial: null, kept };
  }
  const serial = snapshotIn(text)?.serial ?? null;
  const beside = `${target}.${process.pid}.tmp`;
  // A plan saved before the lost apply must not apply to this state again: Terraform compares the serials.
  write(beside, raiseSerial(text, Math.max(serial ?? 0, headerOf(cut).serial ?? 0) + 1), mode);
  // The incomplete file has its second name before one rename replaces the state, so a kill loses neither.
  const kept = bytes === 0 ? [] : [keep(target, file)];
  renameSync(beside, target);
  return { file, bytes, from: 'backup', backup: null, serial, kept };
}

/** Describes a repair in one sentence; paths are relative to `cwd`. */
export function repairText({ file, bytes, from, backup, serial, kept }: RepairedState, cwd: string): string {
  const name = relative(cwd, file);
  const damage =
    bytes === 0 ? `the state file ${name} is empty` : `the state file ${name} is incomplete (${bytes} bytes)`;
  const where = kept.length === 0 ? '' : `, kept as ${kept.map((each) => relative(cwd, each)).join(' and ')}`;
  const version = serial === null ? '' : `, serial ${serial}`;
  const instead =
    from === 'backup'
      ? `the backup from before the last apply (${name}.backup${version}) is used instead`
      : `recover starts from an empty state, because the backup is ${backup}`;
  return `${damage}${where}; ${instead}`;
}

/** Reads a state file until it is whole or no longer changes, because a running Terraform may be writing it. */
function readSettled(path: string, settle: number): string {
  let text = readFileSync(path, 'utf8');
  while (snapshotIn(text) === null) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, settle);
    const next = readFileSync(path, 'utf8');
    if (next === text) return text;
    text = next;
  }
  return text;
}

/** Returns what identifies a whole state; null for text that Terraform cannot read as a state. */
function snapshotIn(text: string): { readonly serial: number | null; readonly lineage: string | null } | null {
  let state: Record<string, unknown>;
  try {
    state = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof state !== 'object' || state === null) return null;
  // OpenTofu can encrypt a state; such a file has no version.
  const isPlain = typeof state['version'] === 'number' && (state['version'] < 4 || Array.isArray(state['resources']));
  if (!isPlain && state['encrypted_data'] === undefined) return null;
  const { serial, lineage } = state;
  return {
    serial: typeof serial === 'number' ? serial : null,
    lineage: typeof lineage === 'string' ? lineage : null,
  };
}

/** Returns what the first lines of a cut state still say. A number at the cut may lack digits, so it needs its comma. */
function headerOf(text: string): { readonly serial?: number; readonly lineage?: string } {
  const serial = /"serial":\s*(\d+),/.exec(text)?.[1];
  const lineage = /"lineage":\s*"([^"]+)"/.exec(text)?.[1];
  return { ...(serial === undefined ? {} : { serial: Number(serial) }), ...(lineage === undefined ? {} : { lineage }) };
}

function usableBackup(
  path: string,
  cut: string,
):
  | { readonly text: string; readonly reason: null }
  | { readonly text: null; readonly reason: Exclude<RepairedState['backup'], null> } {
  if (!existsSync(path)) return { text: null, reason: 'missing' };
  const text = readFileSync(path, 'utf8');
  const snapshot = snapshotIn(text);
  if (snapshot === null) return { text: null, reason: 'incomplete' };
  const { lineage } = headerOf(cut);
  // The backup of a state that was removed stays beside the one that follows it.
  const isOther = lineage !== undefined && snapshot.lineage !== null && snapshot.lineage !== lineage;
  return isOther ? { text: null, reason: 'of another state' } : { text, reason: null };
}

/** Sets the serial of a state in its text: numbers in attributes may be larger than JavaScript can hold. */
function raiseSerial(text: string, serial: number): string {
  const raised = text.replace(/^([^[]*?"serial":\s*)\d+/, `$1${serial}`);
  return snapshotIn(raised)?.serial === serial ? raised : text;
}

/** Gives a file a second name, the first free one of `base.cut-1`, `base.cut-2` and so on, and returns that name. */
function keep(file: string, base: string): string {
  let count = 1;
  while (existsSync(`${base}.cut-${count}`)) count += 1;
  const name = `${base}.cut-${count}`;
  try {
    linkSync(file, name);
  } catch {
    // Some file systems have no hard links, and none has them to another file system.
    copyFileSync(file, name, constants.COPYFILE_EXCL);
  }
  return name;
}

function move(file: string, base: string): string {
  const name = keep(file, base);
  rmSync(file);
  return name;
}

function write(path: string, text: string, mode: number): void {
  const descriptor = openSync(path, 'w', mode);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
