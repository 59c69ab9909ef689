import { stringify } from 'yaml';
import { compare } from '../planner/model/finding';
import type { TerraformObject } from '../policies/terraform-json';
import { SynthesizedStack } from './synthesized-stack';

/** Tag that repeats the construct path under which the snapshot lists the object anyway. */
const PATH_TAG = 'ai-factory:id';

/**
 * Prints stacks in snapshots as YAML: `expect.addSnapshotSerializer(stackSerializer)`.
 *
 * One entry for each object under its type and construct path; references name objects by that path instead of a logical
 * id with a hash; JSON inside strings is opened; keys are sorted. A snapshot changes where the Terraform does, and a
 * reader sees what.
 */
export const stackSerializer = {
  test: (value: unknown): boolean => value instanceof SynthesizedStack,
  serialize: (value: SynthesizedStack): string => formatStack(value),
};

/** A stack as YAML for people. */
export function formatStack(stack: SynthesizedStack): string {
  const rename = renamer(stack.objects);
  const objects = stack.objects.map((object) => [title(object), readable(object.values, rename)] as const);
  const { terraform, provider, output } = stack.json;
  const settings = readable({ terraform, provider, output }, rename);
  return stringify(
    { stack: stack.id, settings, ...Object.fromEntries([...objects].sort(([a], [b]) => compare(a, b))) },
    { sortMapEntries: false, lineWidth: 0, aliasDuplicateObjects: false },
  ).trimEnd();
}

const pathIn = ({ path }: TerraformObject): string => path.split('/').slice(1).join('/');
const title = (object: TerraformObject): string =>
  `${object.mode === 'data' ? 'data ' : ''}${object.type} ${pathIn(object)}`;

/** Replaces `type.logical_id` by `type[construct/path]`. */
function renamer(objects: readonly TerraformObject[]): (text: string) => string {
  const paths = new Map(objects.map((object) => [`${object.type}.${object.id}`, `${object.type}[${pathIn(object)}]`]));
  return (text) => text.replace(/\b[a-z][a-z0-9_]*\.[A-Za-z0-9_-]+/g, (found) => paths.get(found) ?? found);
}

function readable(value: unknown, rename: (text: string) => string): unknown {
  if (typeof value === 'string') return opened(value, rename);
  if (Array.isArray(value)) return value.map((each) => readable(each, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => key !== PATH_TAG && each !== undefined && !isEmpty(each))
      .sort(([a], [b]) => compare(a, b))
      .map(([key, each]) => [key, readable(each, rename)]),
  );
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Policies, add-on settings and dashboards are JSON in a string. */
function opened(text: string, rename: (text: string) => string): unknown {
  if (!/^\s*[{[]/.test(text)) return rename(text);
  try {
    return readable(JSON.parse(text), rename);
  } catch {
    return rename(text);
  }
}
