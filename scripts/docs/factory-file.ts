import { z } from 'zod';
import { standardClouds } from '../../lib/cli/clouds';
import { factorySchema } from '../../lib/spec/factory';

interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const HEAD = `# The factory file

All keys of a factory file, generated from its schema by \`npm run generate\`. Do not edit this page.
\`ai-factory schema\` prints the same reference as a JSON Schema, which editors use for completion and validation. YAML, JSON
and \`defineFactory({ … })\` in TypeScript accept the same keys. Unknown keys are errors. \`<name>\` is a placeholder for a
name of your own: 1 to 30 lower-case letters, digits and dashes.

A key that the cloud of its site cannot realize, such as \`diskGib\` of a pool in an existing cluster, is an error too
(\`no-effect\`).

For YAML in an editor, run \`npx ai-factory schema > factory.schema.json\` and start the file with
\`# yaml-language-server: $schema=factory.schema.json\`.
`;

/** Returns the reference of the factory file as Markdown: a table of the root keys, and one of each nested map. */
export function factoryFileReference(): string {
  const document = z.toJSONSchema(factorySchema(standardClouds), { io: 'input' }) as Schema;
  const root = opened(document, document);
  const single: string[] = [];
  const sections: string[] = [];
  for (const [key, schema] of Object.entries(root.properties ?? {})) {
    const isRequired = root.required?.includes(key) === true;
    single.push(row(key, schema, isRequired));
    const rows = key === 'catalog' ? [] : rowsBelow(document, schema, key);
    if (rows.length > 0) sections.push(`\n## ${key}\n\n${docsOf(schema)[0]}\n\n${TABLE}${rows.join('')}`);
  }
  return `${HEAD}\n${TABLE}${single.join('')}${sections.join('')}${CATALOG}`;
}

const TABLE = '| key | value | meaning |\n| --- | --- | --- |\n';

const CATALOG = `
## catalog

Rows by table, such as \`catalog.machines\` or \`catalog.machinePrices\`. \`lib/catalog/rows.ts\` defines the keys of each
table. Each row states its \`source\` and the date \`asOf\` of the fact. A row with the key of an existing one replaces it.
`;

function rowsBelow(document: Schema, schema: Schema, path: string): string[] {
  const own = opened(document, schema);
  const named =
    typeof own.additionalProperties === 'object' ? rowsBelow(document, own.additionalProperties, `${path}.<name>`) : [];
  const listed = own.items === undefined ? [] : rowsBelow(document, own.items, `${path}[]`);
  const forms = (own.oneOf ?? []).flatMap((each) => formRows(document, each, path));
  const keys = Object.entries(own.properties ?? {}).flatMap(([key, each]) => [
    row(`${path}.${key}`, opened(document, each), own.required?.includes(key) === true),
    ...rowsBelow(document, each, `${path}.${key}`),
  ]);
  return [...keys, ...named, ...listed, ...forms];
}

/** Rows of one form of a union, below a heading with its discriminator. */
function formRows(document: Schema, schema: Schema, path: string): string[] {
  const own = opened(document, schema);
  const [kind, constant] =
    Object.entries(own.properties ?? {}).find(([, each]) => typeof each.const === 'string') ?? [];
  const heading = `| **\`${path}\`** with \`${kind}: ${constant?.const}\` | | ${cell(constant?.description ?? '')} |\n`;
  return [heading, ...rowsBelow(document, { ...own, properties: without(own.properties ?? {}, kind) }, path)];
}

const without = (properties: Readonly<Record<string, Schema>>, key?: string) =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => name !== key));

function row(path: string, schema: Schema, isRequired: boolean): string {
  const [meaning, stated] = docsOf(schema);
  const otherwise = stated ?? (isRequired ? undefined : defaultOf(schema));
  const sentence = meaning.replace(/\.$/, '');
  const note = otherwise === undefined ? (isRequired ? ' Required.' : '') : ` Default: ${otherwise}.`;
  return `| \`${path}\` | ${cell(takes(schema))} | ${cell(`${sentence === '' ? '' : `${sentence}.`}${note}`.trim())} |\n`;
}

/** Description of a key, and the default that it states. */
function docsOf({ description = '' }: Schema): readonly [string, string | undefined] {
  const [meaning = '', stated] = description.split(/\s*@default - /);
  return [meaning, stated];
}

function defaultOf({ default: value, additionalProperties }: Schema): string {
  if (value === undefined) return 'none';
  if (typeof additionalProperties === 'object') return 'none';
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return isEmpty ? (Array.isArray(value) ? 'none' : 'the defaults of its keys') : `\`${JSON.stringify(value)}\``;
}

/** The value that a key accepts, in words. */
function takes(schema: Schema): string {
  // A reference to a value of Terraform is for constructs only.
  const [plain] = schema.anyOf ?? [];
  if (plain !== undefined) return takes(plain);
  if (schema.enum !== undefined) return schema.enum.map((each) => `\`${each}\``).join(', ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.oneOf !== undefined) return 'map, one of the forms below';
  if (schema.type === 'array') return `list of ${plural(schema.items)}`;
  if (schema.type === 'object') return 'map';
  if (schema.type === 'boolean') return '`true`, `false`';
  if (schema.type === 'string') return schema.format === 'date-time' ? 'instant' : (schema.format ?? 'text');
  return `${schema.type === 'integer' ? 'whole number' : 'number'}${rangeOf(schema)}`;
}

const plural = (items: Schema | undefined): string =>
  items?.type === 'string' || items?.anyOf !== undefined ? 'texts' : items?.type === 'object' ? 'maps' : 'numbers';

function rangeOf({ minimum, maximum, exclusiveMinimum }: Schema): string {
  const low =
    exclusiveMinimum !== undefined ? `over ${exclusiveMinimum}` : minimum !== undefined ? `from ${minimum}` : '';
  const isBounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  return [low, ...(isBounded ? [`to ${maximum}`] : [])]
    .filter((part) => part !== '')
    .map((part) => ` ${part}`)
    .join('');
}

/** Text of a table cell: no bar ends it, and nothing outside code is taken for a tag. */
const cell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '&lt;') : part))
    .join('`');

const opened = (document: Schema, schema: Schema): Schema => {
  const name = /^#\/\$defs\/(.+)$/.exec(schema.$ref ?? '')?.[1];
  return name === undefined ? schema : { ...document.$defs?.[name], ...schema, $ref: undefined };
};
