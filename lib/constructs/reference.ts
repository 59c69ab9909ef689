import type { IConstruct } from 'constructs';
import { FactoryError } from '../errors';
import type { LibraryFinding } from '../planner/model/finding';
import { FactoryCore } from './factory-core';
import { userFrame } from './user-frame';

/** Something with a name that a construct refers to. */
export interface Named extends IConstruct {
  readonly name: string;
}

/**
 * Returns the name of what a construct refers to; undefined if it refers to nothing. A program that no compiler checked may
 * leave out a required reference, which the schema then reports.
 *
 * @throws FactoryError if it is in another factory
 */
export function nameIn(construct: IConstruct, key: string, target: Named): string;
export function nameIn(construct: IConstruct, key: string, target: Named | undefined): string | undefined;
export function nameIn(construct: IConstruct, key: string, target: Named | undefined): string | undefined {
  if (target === undefined) return undefined;
  assertSameFactory(construct, key, target);
  return target.name;
}

/** Returns the names of what a construct refers to, as `nameIn` does. */
export const namesIn = (construct: IConstruct, key: string, targets: readonly Named[] | undefined) =>
  targets?.map((each) => nameIn(construct, key, each));

/** @throws FactoryError if a construct refers to one of another factory */
export function assertSameFactory(construct: IConstruct, key: string, target: Named): void {
  const [own, other] = [FactoryCore.of(construct), FactoryCore.of(target)];
  if (own === other) return;
  throw new FactoryError([
    {
      code: 'other-factory',
      severity: 'error',
      path: key,
      construct: construct.node.path,
      at: userFrame(construct),
      message: `${target.node.path} belongs to factory "${other.name}", not to "${own.name}"; use one of the same factory`,
    } satisfies LibraryFinding,
  ]);
}
