import type { Terraform } from './terraform';

/** A lock on a state, as Terraform reports it. */
export interface StateLock {
  readonly id: string;
  readonly who: string;
  readonly operation: string;
  readonly created: string;
}

/** An address that no stack has. */
const NO_RESOURCE = 'terraform_data.ai_factory_recover';

/**
 * Returns the lock that another run holds on the state; null if there is none.
 *
 * Terraform has no command that shows a lock. A removal that is not carried out takes the lock, reads the state and
 * releases the lock; it needs no provider.
 */
export function findLock(terraform: Terraform): StateLock | null {
  return lockIn(terraform.run('state', 'rm', '-dry-run', '-no-color', NO_RESOURCE).output);
}

/** Returns the lock that an error of Terraform names; null if it names none. */
export function lockIn(output: string): StateLock | null {
  const text = output.replaceAll(/^[\s│╷╵]+/gm, '');
  const info = /^Error: Error acquiring the state lock[\s\S]*?^Lock Info:$([\s\S]*)/m.exec(text)?.[1];
  if (info === undefined) return null;
  const field = (name: string): string => new RegExp(`^${name}:[ \\t]*(\\S.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
  const id = field('ID');
  return id === '' ? null : { id, who: field('Who'), operation: field('Operation'), created: field('Created') };
}

/** Describes a lock and what to do about it. The lock of a local state ends with its process. */
export function lockText(
  { id, who, operation, created }: StateLock,
  place: { readonly stack: string; readonly folder: string; readonly isLocal: boolean },
): string {
  const holder = [operation, who === '' ? '' : `by ${who}`, created === '' ? '' : `since ${created}`]
    .filter((each) => each !== '')
    .join(' ');
  const found = `the state of ${place.stack} is locked (ID ${id}${holder === '' ? '' : `, ${holder}`})`;
  return place.isLocal
    ? `${found} by a process that still runs; wait until it ends, or stop it, and run recover again`
    : `${found}; if you are sure that this run has ended, on every machine and in every pipeline, run "terraform force-unlock ${id}" in ${place.folder}, and run recover again`;
}
