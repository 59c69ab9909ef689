import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { z } from 'zod';
import { FactoryError } from '../errors';
import type { Finding, LibraryFinding } from '../planner/model/finding';
import { issueFindings, pathText, valueAt } from '../spec/issues';
import { Name } from '../spec/name';
import { isRecord } from '../spec/record';
import { notKnownYet, PENDING_REFERENCE } from '../spec/reference';
import { referenceOf, withPendingReferences, withShownReferences } from './references';
import { userFrame } from './user-frame';

/** One part of a factory's spec and the construct that states it. */
export interface DescribedPart {
  readonly construct: IConstruct;
  /** Keys from the root of the spec, such as `['sites', 'hall', 'pools', 'h200']`. */
  readonly path: readonly string[];
  /** Schema of the part alone. @default - it is checked with the whole spec only */
  readonly schema?: z.ZodType;
  /** Returns the part as the spec has it; parts below it are added by their own constructs. */
  readonly render: () => unknown;
}

interface KnownPart extends DescribedPart {
  /** Line of the user's code; undefined for what a file states. */
  readonly at?: string;
}

/** What the constructs of a factory describe, part by part, until the factory is closed. */
export class Description {
  /** Runs `read`, which adds the parts of a file or a value: their places in code would say nothing. */
  public static reading<T>(read: () => T): T {
    const before = Description.isReading;
    Description.isReading = true;
    try {
      return read();
    } finally {
      Description.isReading = before;
    }
  }

  private readonly parts: KnownPart[] = [];
  private closed?: string;
  /** Whether parts come from a file or a value, which has lines of its own or none. */
  public static isReading = false;

  /**
   * Adds a part.
   *
   * @throws FactoryError if the name is taken, the part does not fit its schema, or the factory is closed
   */
  public add(part: DescribedPart): void {
    const known: KnownPart = {
      ...part,
      ...(Description.isReading ? {} : { at: userFrame(...this.scopesInside(part.construct)) }),
    };
    this.assertOpen(part.construct.node.path);
    const problems = [...this.nameFindings(known), ...findingsOfPart(known)];
    if (problems.length > 0) throw new FactoryError(problems.map((each) => placed(shown(each), known)));
    this.parts.push(known);
  }

  /** @throws Error that says what closed the factory */
  public assertOpen(what: string): void {
    if (this.closed === undefined) return;
    throw new Error(
      `${what} cannot be added: the factory was closed by ${this.closed}; add everything before its plan, a \`build()\` or synthesis`,
    );
  }

  /** Closes the factory; only the first reason is kept. */
  public close(by: string): void {
    if (this.closed !== undefined) return;
    const at = userFrame();
    this.closed = at === undefined ? by : `${by} at ${at}`;
  }

  /** Returns the construct of a kind and name. */
  public find(path: readonly string[]): IConstruct | undefined {
    return this.parts.find((part) => pathText(part.path) === pathText(path))?.construct;
  }

  /** Returns the finding about a second construct with the id of one; undefined if that one describes nothing. */
  public idTaken(construct: IConstruct): Finding | undefined {
    const part = this.parts.find((each) => each.construct === construct);
    if (part === undefined) return undefined;
    const finding = takenBy(part);
    return isNamed(part.path)
      ? { ...finding, message: `the id is taken by ${whereOf(part)}; use another id` }
      : finding;
  }

  /** Returns all parts joined: the spec as plain data, without keys that are unset. */
  public render(): Record<string, unknown> {
    const root: Record<string, unknown> = {};
    // A part of a part comes after it, in whatever order they were made.
    for (const { path, render } of [...this.parts].sort((a, b) => a.path.length - b.path.length)) {
      place(root, path, unsetLeftOut(render()));
    }
    return root;
  }

  /** Returns the finding with the construct that states its place, and the line that made it. */
  public locate(finding: Finding): Finding {
    const nearest = this.nearest(finding.path);
    return nearest === undefined ? finding : placed(finding, nearest);
  }

  /** Returns the line of the user's code that made a construct of the description, or the nearest one around it. */
  public frameOf(construct: IConstruct): string | undefined {
    const scopes = [...construct.node.scopes].reverse();
    return scopes.flatMap((scope) => this.parts.find((part) => part.construct === scope) ?? [])[0]?.at;
  }

  /** Returns path and line of a construct of the description, for a message. */
  public placeOf(construct: IConstruct): string {
    const at = this.frameOf(construct);
    return at === undefined ? construct.node.path : `${construct.node.path}, ${at}`;
  }

  /** Returns the construct that states a path of the spec. */
  public constructOf(path: string): IConstruct | undefined {
    return this.nearest(path)?.construct;
  }

  /** Returns a construct and its scopes inside the factory: what can have made it in a constructor. */
  private scopesInside(construct: IConstruct): readonly IConstruct[] {
    const root = this.parts.find((part) => part.path.length === 0)?.construct;
    const { scopes } = construct.node;
    return root === undefined ? [construct] : [construct, ...scopes.slice(scopes.indexOf(root) + 1)];
  }

  private nearest(path: string): KnownPart | undefined {
    return this.parts
      .filter((part) => {
        const own = part.path.join('.');
        return own === '' || path === own || path.startsWith(`${own}.`);
      })
      .sort((a, b) => b.path.length - a.path.length)[0];
  }

  private nameFindings(part: KnownPart): LibraryFinding[] {
    const path = pathText(part.path);
    const taken = this.parts.find((each) => pathText(each.path) === path);
    return taken === undefined ? [] : [takenBy(taken)];
  }
}

/** The finding about a second part at the place of one. */
function takenBy(part: KnownPart): LibraryFinding {
  const { path } = part;
  const where = whereOf(part);
  return {
    code: 'duplicate-name',
    severity: 'error',
    path: pathText(path),
    message: isNamed(path)
      ? `the name is taken by ${where}; use another id, or set \`name\``
      : `there is one already, made by ${where}; a class that makes it takes its values as props`,
  };
}

const whereOf = ({ construct, at }: KnownPart): string =>
  [construct.node.path, ...(at === undefined ? [] : [at])].join(', ');

/** Whether the last key of a path is a name: names are in every second place. */
const isNamed = (path: readonly string[]): boolean => path.length % 2 === 0;

/** Checks a part alone; what its construct refuses while it renders is found too. */
function findingsOfPart(part: KnownPart): readonly Finding[] {
  try {
    return partFindings(part);
  } catch (error) {
    if (error instanceof FactoryError) return error.findings;
    throw error;
  }
}

/** Checks the name and the schema of a part alone. */
function partFindings({ path, schema, render }: KnownPart): Finding[] {
  const name = isNamed(path) ? path.at(-1) : undefined;
  if (name !== undefined && Token.isUnresolved(name)) {
    const reference = referenceOf(name);
    return [unknownYet([...path.slice(0, -1), reference].join('.'), reference)];
  }
  const bad = name === undefined ? undefined : Name.safeParse(name);
  const named: LibraryFinding[] =
    bad === undefined || bad.success
      ? []
      : [
          {
            code: 'bad-name',
            severity: 'error',
            path: pathText(path),
            message: `name ${JSON.stringify(name)}: ${bad.error.issues.map((each) => each.message).join('; ')}`,
          },
        ];
  if (schema === undefined) return named;
  const rendered = unsetLeftOut(render());
  const input = withPendingReferences(rendered);
  const result = schema.safeParse(input, { reportInput: false });
  if (result.success) return named;
  const own = pathText(path);
  const findings = result.error.issues.flatMap((issue) =>
    valueAt(input, issue.path) === PENDING_REFERENCE
      ? [unknownYet(pathText(issue.path), referenceOf(valueAt(rendered, issue.path)))]
      : issueFindings([issue], { input, schema }),
  );
  return [
    ...named,
    ...findings.map((each) => ({
      ...each,
      path: each.path === '(root)' ? own : own === '(root)' ? each.path : `${own}.${each.path}`,
    })),
  ];
}

/** Refuses a token where the planner needs the value itself. */
const unknownYet = (path: string, reference: string): LibraryFinding => ({
  code: notKnownYet.code,
  severity: 'error',
  path,
  message: `found "${reference}"; ${notKnownYet.message}`,
});

/** A finding as users read it: with references as Terraform writes them. */
const shown = (finding: Finding): Finding => ({ ...finding, message: withShownReferences(finding.message) });

const placed = (finding: Finding, { construct, at }: KnownPart): Finding =>
  at === undefined ? finding : { ...finding, construct: construct.node.path, at };

/** Puts a part at its path; keys that are there already, from the parts below it, stay. */
function place(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = root;
  path.slice(0, -1).forEach((key) => {
    const next = at[key];
    const inner = isRecord(next) ? next : {};
    at[key] = inner;
    at = inner;
  });
  const last = path.at(-1);
  if (last === undefined) Object.assign(root, value);
  else at[last] = value;
}

/** The same data without keys whose value is undefined. */
function unsetLeftOut(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unsetLeftOut);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, unsetLeftOut(each)]])),
  );
}
