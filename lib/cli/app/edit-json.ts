import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';

/**
 * Sets the value at a path of keys in a JSON text. Maps that are missing on the way are added; everything else keeps its
 * order, its indentation and its bytes.
 *
 * @throws Error if something on the way is not a map
 */
export function editJson(text: string, path: readonly string[], value: unknown): string {
  // YAML contains JSON, and its parser says where a node begins and ends.
  const document = parseDocument(text);
  const style = styleOf(text);
  let map: unknown = document.contents;
  for (const [depth, key] of path.entries()) {
    if (!isMap(map)) throw new Error(`${path.slice(0, depth).join('.') || 'the document'} is not an object`);
    const pair = pairOf(map, key);
    const rest = path.slice(depth + 1);
    if (pair === undefined) return insert(text, map, key, nested(rest, value), style);
    if (rest.length === 0) return replace(text, pair, value, style);
    map = pair.value;
  }
  throw new Error('no path was given');
}

interface Style {
  readonly eol: string;
  /** One level of indentation. */
  readonly indent: string;
}

const styleOf = (text: string): Style => ({
  eol: text.includes('\r\n') ? '\r\n' : '\n',
  indent: /^\s*\{\r?\n([ \t]+)/.exec(text)?.[1] ?? '  ',
});

const nested = (keys: readonly string[], value: unknown): unknown =>
  keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

const pairOf = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);

function insert(text: string, map: YAMLMap, key: string, value: unknown, style: Style): string {
  const [start, end] = rangeOf(map);
  const name = JSON.stringify(key);
  const last = map.items.at(-1);
  if (last === undefined) {
    const outer = indentAt(text, start);
    if (!text.includes(style.eol)) return splice(text, start, end, `{ ${name}: ${inLine(value)} }`);
    const own = `${outer}${style.indent}`;
    const lines = [`{`, `${own}${name}: ${inLines(value, own, style)}`, `${outer}}`];
    return splice(text, start, end, lines.join(style.eol));
  }
  const [keyStart] = rangeOf(last.key);
  const [, at] = rangeOf(last.value);
  const isInLine = !text.slice(start, keyStart).includes('\n');
  if (isInLine) return splice(text, at, at, `, ${name}: ${inLine(value)}`);
  const own = indentAt(text, keyStart);
  return splice(text, at, at, `,${style.eol}${own}${name}: ${inLines(value, own, style)}`);
}

function replace(text: string, pair: Pair, value: unknown, style: Style): string {
  const [keyStart] = rangeOf(pair.key);
  const [start, end] = rangeOf(pair.value);
  const isInLine = !text.slice(start, end).includes('\n');
  return splice(text, start, end, isInLine ? inLine(value) : inLines(value, indentAt(text, keyStart), style));
}

const splice = (text: string, start: number, end: number, own: string): string =>
  text.slice(0, start) + own + text.slice(end);

/** Whitespace at the start of the line of a place. */
const indentAt = (text: string, place: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', place - 1) + 1, place))?.[0] ?? '';

const inLine = (value: unknown): string => JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');

const inLines = (value: unknown, indent: string, style: Style): string =>
  JSON.stringify(value, null, style.indent).split('\n').join(`${style.eol}${indent}`);

function rangeOf(node: unknown): readonly [number, number] {
  const range: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined;
  if (!Array.isArray(range)) throw new Error('a value of the text has no place in it');
  return [Number(range[0]), Number(range[1])];
}
