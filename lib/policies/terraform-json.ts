/** One stack as Terraform reads it: the parts of `cdk.tf.json` that policies and tests look at. */
export interface TerraformJson {
  /** Backend, required version and providers. @default - none */
  readonly terraform?: TerraformValues;
  /** Configurations of providers, by the name of the provider. @default - none */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** Resources by type and logical id. @default - none */
  readonly resource?: Readonly<Record<string, Readonly<Record<string, TerraformValues>>>>;
  /** Data sources by type and logical id. @default - none */
  readonly data?: Readonly<Record<string, Readonly<Record<string, TerraformValues>>>>;
  /** Outputs by name. @default - none */
  readonly output?: Readonly<Record<string, unknown>>;
}

/** Attributes and blocks of one object. Strings may hold references, such as `${terraform_data.site.id}`. */
export type TerraformValues = Readonly<Record<string, unknown>>;

/** One resource or data source of a stack. */
export interface TerraformObject {
  /** Id of the stack. */
  readonly stack: string;
  /** Whether it is a resource or a data source. */
  readonly mode: 'resource' | 'data';
  /** Type, such as `kubernetes_namespace`. */
  readonly type: string;
  /** Logical id in the stack. */
  readonly id: string;
  /** Construct path from the stack on, such as `frontier-oregon-substrate/store/weights/bucket`. */
  readonly path: string;
  /** Attributes and blocks, without the metadata of cdktf. */
  readonly values: TerraformValues;
}

/** Every resource and data source of a stack, in the order of its type and id. */
export function objectsOf(stack: string, json: TerraformJson): readonly TerraformObject[] {
  const read = (mode: TerraformObject['mode'], byType: TerraformJson['resource'] = {}): TerraformObject[] =>
    Object.entries(byType).flatMap(([type, byId]) =>
      Object.entries(byId).map(([id, { '//': metadata, ...values }]) => ({
        stack,
        mode,
        type,
        id,
        path: pathOf(stack, id, metadata),
        values,
      })),
    );
  return [...read('resource', json.resource), ...read('data', json.data)];
}

/** The construct path that cdktf notes on an object, without the part above the stack; else the stack and the id. */
function pathOf(stack: string, id: string, metadata: unknown): string {
  const path = textAt(metadata, 'metadata.path');
  if (path === undefined) return `${stack}/${id}`;
  const parts = path.split('/');
  const start = parts.indexOf(stack);
  return start < 0 ? path : parts.slice(start).join('/');
}

const isObject = (value: unknown): value is TerraformValues => typeof value === 'object' && value !== null;

/**
 * Value at a dotted path. A list of blocks that the path does not index is entered at its first block, because
 * Terraform's JSON writes a single block either as an object or as a list of one.
 */
export function at(value: unknown, path: string): unknown {
  let current = value;
  for (const key of path === '' ? [] : path.split('.')) {
    if (Array.isArray(current) && !/^\d+$/.test(key)) current = current[0];
    if (!isObject(current)) return undefined;
    current = current[key];
  }
  return current;
}

export function textAt(value: unknown, path: string): string | undefined {
  const found = at(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** Whether Terraform reads the value at a path as true; bindings write some booleans as text. */
export function isTrueAt(value: unknown, path: string): boolean {
  const found = at(value, path);
  return found === true || found === 'true';
}

/** The values at a path as a list: a list as it is, one value as a list of one, nothing as an empty list. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  if (found === undefined || found === null) return [];
  return Array.isArray(found) ? found : [found];
}

/** Object at a path, the first of a list of blocks; empty where there is none. */
export function objectAt(value: unknown, path: string): TerraformValues {
  const [found] = [at(value, path)].flat();
  return isObject(found) ? found : {};
}

/** A text or a list of texts as a list. */
export const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');

/** Every text of a value with the path to it. */
export function leavesOf(value: unknown, path = ''): readonly { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, path === '' ? key : `${path}.${key}`));
}

/** Whether a text refers to another object instead of stating a value. */
export const isReference = (text: string): boolean => /\$\{[^}]+\}/.test(text);
