/** A resource and the id by which it is imported, as an import block states them. */
export interface Import {
  readonly to: string;
  readonly id: string;
}

/** An error of `terraform plan -json`, as Terraform's machine-readable UI documents it. */
export interface Diagnostic {
  readonly summary: string;
  readonly detail: string;
  /** Resource that the error belongs to; undefined if Terraform does not state it. */
  readonly address?: string;
}

/** What `terraform plan -json` reports of the resources that it imports. */
export interface PlanReport {
  readonly errors: readonly Diagnostic[];
  /** Addresses of the resources that were read to the end, so that they were imported or do not exist. */
  readonly read: ReadonlySet<string>;
}

/** A line of the machine-readable UI, with the fields that are used here. */
interface Line {
  readonly type?: string;
  readonly diagnostic?: Partial<Diagnostic> & { readonly severity?: string };
  readonly hook?: { readonly resource?: { readonly addr?: string } };
}

/** Reads the output of `terraform plan -json`, one JSON object a line; other lines, such as warnings of the CLI, are skipped. */
export function readPlanReport(output: string): PlanReport {
  const lines = output.split('\n').flatMap((text): Line[] => {
    if (!text.startsWith('{')) return [];
    try {
      return [JSON.parse(text)];
    } catch {
      return [];
    }
  });
  return {
    errors: lines.flatMap(({ diagnostic }) => {
      if (diagnostic?.severity !== 'error') return [];
      const { summary = '', detail = '', address } = diagnostic;
      return [{ summary, detail, ...(address === undefined ? {} : { address }) }];
    }),
    read: new Set(lines.flatMap(({ type, hook }) => (type === 'refresh_complete' ? (hook?.resource?.addr ?? []) : []))),
  };
}

/** Returns the errors of a plan as text; undefined if it reports none. */
export const planErrors = ({ errors }: PlanReport): string | undefined =>
  errors.length === 0
    ? undefined
    : errors
        .map(({ summary, detail }) => `Error: ${[summary, detail].filter((each) => each !== '').join('\n')}`)
        .join('\n');

/**
 * Words for an object that does not exist. The first are those of Terraform; providers use their own words, because the
 * machine-readable UI has no field for it.
 */
const ABSENT =
  /non-existent remote object|not found|NotFound|couldn't find|does not exist|no matching|no association found/i;

/**
 * Returns the addresses of imports whose objects do not exist.
 *
 * An error belongs to the resource of its `address`. Terraform and providers often leave it out; then the error names the
 * resource or the id. If errors name neither, they belong to the imports that were not read to the end, provided that there
 * are as many of them.
 */
export function absentIn({ errors, read }: PlanReport, imports: readonly Import[]): ReadonlySet<string> {
  const owned = errors.map((error) => ({ error, owners: ownersOf(error, imports) }));
  const absent = owned.filter(({ error }) => ABSENT.test(`${error.summary}\n${error.detail}`));
  const unnamed = absent.filter(({ owners }) => owners.length === 0);
  const named = new Set(owned.flatMap(({ owners }) => owners));
  const unread = imports.map(({ to }) => to).filter((to) => !read.has(to) && !named.has(to));
  const isSure = absent.length === errors.length && unread.length === unnamed.length;
  return new Set([...absent.flatMap(({ owners }) => owners), ...(isSure ? unread : [])]);
}

function ownersOf({ summary, detail, address }: Diagnostic, imports: readonly Import[]): readonly string[] {
  const text = `${summary}\n${detail}`;
  const owners =
    address === undefined
      ? imports.filter(({ to, id }) => text.includes(`"${to}"`) || isNamed(text, id))
      : imports.filter(({ to }) => to === address);
  return owners.map(({ to }) => to);
}

/** Returns whether a text names an id: whole, or all parts of the id of an association. */
function isNamed(text: string, id: string): boolean {
  const parts = id.split('/');
  return (
    text.includes(`"${id}"`) ||
    text.includes(`(${id})`) ||
    (parts.length === 2 && parts.every((part) => /^[a-z]+-[0-9a-f]{8,}$/.test(part) && text.includes(part)))
  );
}
