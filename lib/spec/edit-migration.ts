import { isMap, isScalar, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';

/** Stop that a migration is moved to. */
export interface MigrationPlace {
  readonly phase: string;
  /** Index into the shares; undefined outside `shift`. */
  readonly step?: number;
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Writes the phase of a migration into the text of a factory file. Only that phase and its step change: comments, order,
 * quotes and the rest of the text stay byte for byte.
 *
 * @throws Error where the text has no such migration as a map
 */
export function editMigration(text: string, migration: string, place: MigrationPlace): string {
  const node = parseDocument(text).getIn(['migrations', migration], true);
  if (!isMap(node)) throw new Error(`migrations.${migration} is not a map in the file, so its phase cannot be written`);
  const splices: Splice[] = [];
  const phase = pairOf(node, 'phase');
  const step = pairOf(node, 'step');
  // A lone step makes room for the phase in its own place: there may be no other pair to write it behind.
  if (phase === undefined && step !== undefined && place.step === undefined) {
    const [start] = rangeOf(step.key);
    const [, end] = rangeOf(step.value);
    const own = text[start] === '"' ? `"phase": ${quoted(place.phase)}` : `phase: ${place.phase}`;
    return text.slice(0, start) + own + text.slice(end);
  }
  const added: [string, string][] = [];
  if (phase === undefined) added.push(['phase', place.phase]);
  else splices.push(valueSplice(phase, place.phase));
  if (place.step !== undefined) {
    if (step === undefined) added.push(['step', `${place.step}`]);
    else splices.push(valueSplice(step, `${place.step}`));
  } else if (step !== undefined) splices.push(removal(text, node, step));
  if (added.length > 0) splices.push(insertion(text, node, phase ?? node.items.at(-1), added));
  return splices
    .sort((a, b) => b.start - a.start)
    .reduce((edited, { start, end, text: own }) => edited.slice(0, start) + own + edited.slice(end), text);
}

const pairOf = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);

const rangeOf = (node: unknown): readonly [number, number] => {
  const range = (node as { range?: readonly [number, number, number] | null } | null)?.range;
  if (range == null) throw new Error('a value of the migration is not in the text');
  return [range[0], range[1]];
};

function valueSplice(pair: Pair, value: string): Splice {
  const [start, end] = rangeOf(pair.value);
  const { type } = pair.value as Scalar;
  const quote = type === 'QUOTE_DOUBLE' ? '"' : type === 'QUOTE_SINGLE' ? "'" : '';
  return { start, end, text: `${quote}${value}${quote}` };
}

/** Takes a pair out: with its comma in braces, with its line in a block; a comment on the line stays as its own. */
function removal(text: string, map: YAMLMap, pair: Pair): Splice {
  const [start] = rangeOf(pair.key);
  const [, end] = rangeOf(pair.value);
  if (map.flow === true) {
    const before = /,\s*$/.exec(text.slice(0, start));
    if (before !== null) return { start: start - before[0].length, end, text: '' };
    return { start, end: end + (/^\s*,\s*/.exec(text.slice(end))?.[0].length ?? 0), text: '' };
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline === -1 ? text.length : newline;
  const comment = text.slice(end, lineEnd).trim();
  if (comment !== '') return { start, end: lineEnd, text: comment };
  return { start: lineStart, end: Math.min(lineEnd + 1, text.length), text: '' };
}

/** Adds pairs behind another one, as the file writes its pairs. */
function insertion(text: string, map: YAMLMap, after: Pair | undefined, pairs: readonly [string, string][]): Splice {
  if (after === undefined) {
    const [start, end] = rangeOf(map);
    return { start, end, text: `{ ${pairs.map(([key, value]) => `"${key}": ${quoted(value)}`).join(', ')} }` };
  }
  const [keyStart] = rangeOf(after.key);
  const [, valueEnd] = rangeOf(after.value);
  if (map.flow === true) {
    const isQuoted = text[keyStart] === '"';
    const own = pairs.map(([key, value]) => (isQuoted ? `"${key}": ${quoted(value)}` : `${key}: ${value}`));
    const gap = /,(\s*)$/.exec(text.slice(0, keyStart))?.[1] ?? ' ';
    return { start: valueEnd, end: valueEnd, text: own.map((each) => `,${gap}${each}`).join('') };
  }
  const indent = text.slice(text.lastIndexOf('\n', keyStart - 1) + 1, keyStart);
  const newline = text.indexOf('\n', Math.max(valueEnd - 1, keyStart));
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const own = pairs.map(([key, value]) => `${indent}${key}: ${value}`).join(eol);
  return newline === -1
    ? { start: text.length, end: text.length, text: `${eol}${own}` }
    : { start: newline + 1, end: newline + 1, text: `${own}${eol}` };
}

const quoted = (value: string): string => (/^\d+$/.test(value) ? value : `"${value}"`);
