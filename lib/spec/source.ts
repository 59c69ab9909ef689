import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml';
import type { Finding } from '../planner/model/finding';
import type { FactoryInput, FactorySpec } from './factory';
import { type ReadOptions, readFactory } from './parse';
import { type IsStated, statedIn } from './stated';

/** A factory file that could be read. */
export interface FactorySource {
  readonly spec: FactorySpec;
  /** The file's own data, without the defaults of the schema. */
  readonly input: FactoryInput;
  /** Line of a dotted path, or of its nearest ancestor that is in the file. */
  readonly lineOf: (path: string) => number | undefined;
  /** Whether the file says something at a dotted path itself; what it leaves out has the default of the schema. */
  readonly isStated: IsStated;
}

export type ReadSource =
  | { readonly source: FactorySource }
  /** The text is no document at all: exit code 2. */
  | { readonly unreadable: readonly Unreadable[] }
  /** The document breaks the schema: exit code 1. */
  | {
      readonly findings: readonly Finding[];
      /** What is left without the refused parts; see `readFactory`. */
      readonly rest?: FactorySource;
    };

/** Why a text is no document, and where. */
export interface Unreadable {
  readonly reason: string;
  readonly line?: number;
}

/** Most characters of a factory file; a larger one is a mistake. */
const MAX_LENGTH = 2_000_000;

/** Most aliases that a document may open; more is an attempt to exhaust memory. */
const MAX_ALIASES = 100;

/** Reads a factory file, YAML or JSON (which YAML contains), and places every problem on its line. */
export function readSource(text: string, { clouds }: Pick<ReadOptions, 'clouds'>): ReadSource {
  if (text.length > MAX_LENGTH)
    return unreadable(`the file has ${text.length} characters, more than ${MAX_LENGTH}; leave out what is no factory`);
  if (text.includes('\u0000') || text.includes('\ufffd')) return unreadable('the file is not UTF-8 text');
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    uniqueKeys: true,
    strict: true,
    stringKeys: true,
    logLevel: 'error',
  });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    return {
      unreadable: broken.map((each) => ({ reason: reasonOf(each, text), line: lines.linePos(each.pos[0]).line })),
    };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return unreadable(
      `the file holds ${value === null ? 'nothing' : `a ${Array.isArray(value) ? 'list' : typeof value}`}, and a factory is a map of keys`,
    );
  }
  const lineOf = (path: string) => lineIn(document, lines, path);
  const isStated = statedIn(value);
  const read = readFactory(value, { clouds, written: (path) => writtenAt(document, path) });
  if ('spec' in read) return { source: { spec: read.spec, input: value as FactoryInput, lineOf, isStated } };
  const findings = placeFindings(read.findings, lineOf);
  const rest = read.rest();
  return rest === undefined
    ? { findings }
    : { findings, rest: { spec: rest, input: value as FactoryInput, lineOf, isStated } };
}

const unreadable = (reason: string): ReadSource => ({ unreadable: [{ reason }] });

const plainer: Readonly<Record<string, (key: string) => string>> = {
  DUPLICATE_KEY: (key) => `the key ${key} is stated twice in one map; keep one of them`,
  MULTIPLE_DOCS: () => 'the file holds several documents; keep one factory in a file',
  TAB_AS_INDENT: () => 'a tab indents the line; indent with spaces',
  NON_STRING_KEY: (key) => `the key ${key} is no text; put it in quotes`,
};

/** What the parser says, without the place, which is reported separately. */
function reasonOf({ code, message, pos }: YAMLError, text: string): string {
  const key = /^[^\s:,{}]*/.exec(text.slice(pos[0], pos[0] + 80))?.[0] ?? '';
  return plainer[code]?.(key) ?? (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}

/** A plain scalar as it is written, such as `007`; undefined for texts in quotes and for what is no scalar. */
function writtenAt(document: Document, path: readonly PropertyKey[]): string | undefined {
  const node = document.getIn(path, true);
  return isScalar(node) && node.type === 'PLAIN' ? node.source : undefined;
}

/** Adds to each finding the line of its path. */
export function placeFindings(
  findings: readonly Finding[],
  lineOf: (path: string) => number | undefined,
): readonly Finding[] {
  return findings.map((finding) => {
    const line = lineOf(finding.path);
    return line === undefined ? finding : { ...finding, line };
  });
}

function lineIn(document: Document, lines: LineCounter, path: string): number | undefined {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  let rest = path === '(root)' ? '' : path;
  while (rest !== '') {
    const step = childOf(node, rest);
    if (step === null) break;
    offset = step.offset ?? offset;
    node = step.value;
    rest = step.rest;
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}

interface Step {
  readonly value: unknown;
  readonly offset: number | undefined;
  readonly rest: string;
}

/** One step down a dotted path; keys may contain dots themselves, so the longest key that fits is taken. */
function childOf(node: unknown, path: string): Step | null {
  if (isSeq(node)) {
    const [head = '', ...tail] = path.split('.');
    const item: unknown = node.items[Number(head)];
    return item === undefined
      ? null
      : { value: item, offset: isNode(item) ? item.range?.[0] : undefined, rest: tail.join('.') };
  }
  if (!isMap(node)) return null;
  const fitting = node.items
    .flatMap((pair) => (isScalar(pair.key) ? [{ key: String(pair.key.value), pair }] : []))
    .filter(({ key }) => path === key || path.startsWith(`${key}.`))
    .sort((a, b) => b.key.length - a.key.length)[0];
  if (fitting === undefined) return null;
  const { key, pair } = fitting;
  return {
    value: pair.value,
    offset: isScalar(pair.key) ? pair.key.range?.[0] : undefined,
    rest: path.slice(key.length + 1),
  };
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'range' in value;
