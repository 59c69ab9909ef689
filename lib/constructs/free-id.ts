import type { Construct } from 'constructs';
import { FactoryError } from '../errors';
import { FactoryCore } from './factory-core';
import { userFrame } from './user-frame';

/**
 * Returns the scope of a new construct, for its `super` call.
 *
 * @throws FactoryError with the line of the construct that has the id already
 */
export function freeScope<S extends Construct>(scope: S, id: string): S {
  const taken = scope.node.tryFindChild(id);
  const finding = taken === undefined ? undefined : FactoryCore.find(taken)?.description.idTaken(taken);
  if (finding === undefined) return scope;
  throw new FactoryError([{ ...finding, construct: `${scope.node.path}/${id}`.replace(/^\//, ''), at: userFrame() }]);
}
