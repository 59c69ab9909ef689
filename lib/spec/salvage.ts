import type { z } from 'zod';
import type { FactorySchema, FactorySpec } from './factory';

/** Times that parts are taken out before giving up: each time a part is refused again, what holds it goes too. */
const MAX_ROUNDS = 6;

type Issue = z.core.$ZodIssue;
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Keys that no factory can be without, with placeholders for checking the rest. */
const standIns: Readonly<Record<string, Json>> = { name: 'unnamed', owner: 'unnamed' };

/** Entries that other parts of the file name: without one of them, names that lead to it would seem wrong. */
const ENTRY =
  /^(sites|tenants|queues|boundaries|workloads|migrations)\.[^.]+$|^sites\.[^.]+\.(pools|power\.feeds)\.[^.]+$/;

/**
 * What is left of a factory without the parts that the schema refuses, so that the names in the rest can be checked in
 * the same run. Undefined where nothing sensible is left, or where something is gone that other parts name. It is never built: only its findings are read.
 */
export function withoutRefused(
  input: unknown,
  issues: readonly Issue[],
  schema: FactorySchema,
): FactorySpec | undefined {
  let rest: Json;
  try {
    rest = JSON.parse(JSON.stringify(input));
  } catch {
    return undefined;
  }
  let refused = issues;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (const path of refused.flatMap(pathsOf)) {
      if (!remove(rest, path)) return undefined;
    }
    const result = schema.safeParse(rest);
    if (result.success) return result.data;
    refused = result.error.issues;
  }
  return undefined;
}

const pathsOf = (issue: Issue): readonly (readonly PropertyKey[])[] =>
  issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];

/** Takes out what is at a path, or the nearest thing around it that is there; false where that is the whole. */
function remove(root: Json, path: readonly PropertyKey[]): boolean {
  const [first] = path;
  const standIn = path.length === 1 ? standIns[String(first)] : undefined;
  if (standIn !== undefined && isMap(root)) {
    root[String(first)] = standIn;
    return true;
  }
  for (let length = path.length; length > 0; length--) {
    const holder = at(root, path.slice(0, length - 1));
    const key = String(path[length - 1]);
    // An entry of a list is not taken out alone: the others would change their places.
    if (isMap(holder) && Object.hasOwn(holder, key)) {
      const isNamed = length <= 1 ? isMap(holder[key]) : ENTRY.test(path.slice(0, length).join('.'));
      return !isNamed && Reflect.deleteProperty(holder, key);
    }
  }
  return false;
}

function at(root: Json, path: readonly PropertyKey[]): Json | undefined {
  let value: Json | undefined = root;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isMap(value) && Object.hasOwn(value, String(key))) value = value[String(key)];
    else return undefined;
  }
  return value;
}

const isMap = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
