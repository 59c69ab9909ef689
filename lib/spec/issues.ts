import type { z } from 'zod';
import type { Finding, LibraryFinding } from '../planner/model/finding';
import { nearKey } from './near-key';
import { isReference } from './reference';
import { describeValue, kindWords, type Written } from './words';

type Issue = z.core.$ZodIssue;

/** What a finding is made from: the value, its schema, and the text that it was written in. */
export interface Refused {
  readonly input: unknown;
  readonly schema: z.ZodType;
  readonly written?: Written;
}

/** Turns what the schema refuses into findings: what was found, what is allowed, what to do. */
export function issueFindings(issues: readonly Issue[], refused: Refused): Finding[] {
  return issues.flatMap((issue) => findingsOf(issue, refused));
}

const SECRET = /secret$/i;

export const pathText = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? '(root)' : path.map(String).join('.');

function findingsOf(issue: Issue, refused: Refused): Finding[] {
  const { path } = issue;
  const value = valueAt(refused.input, path);
  // Where the name of a secret is refused, the value may be the secret.
  const found = SECRET.test(String(path.at(-1)))
    ? 'a text that is not shown here'
    : describeValue(value, refused.written?.(path));
  const one = (code: LibraryFinding['code'], message: string): LibraryFinding[] => [
    { code, severity: 'error', path: pathText(path), message },
  ];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, refused));
    case 'invalid_key':
      return one('bad-name', `name "${String(path.at(-1))}": ${issue.issues.map((each) => each.message).join('; ')}`);
    case 'invalid_type':
      return value === undefined
        ? one('missing', `not stated; state ${kindWords(issue.expected)}`)
        : one('wrong-type', wrongType(value, found, issue.expected));
    case 'invalid_value':
      return value === undefined
        ? one('missing', `not stated; use ${choices(issue.values)}`)
        : one('unknown-choice', `found ${found}; use ${choices(issue.values)}`);
    case 'too_small':
      return one(
        'out-of-range',
        `found ${found}; use ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`,
      );
    case 'too_big':
      return one(
        'out-of-range',
        `found ${found}; use ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`,
      );
    case 'invalid_union':
      return 'discriminator' in issue && typeof issue.discriminator === 'string'
        ? unknownForm(issue, issue.discriminator, refused)
        : nearestForm(issue, refused);
    case 'invalid_format':
      return one(
        'bad-format',
        `found ${found}; ${issue.message.startsWith('Invalid') ? `use ${formatWords[issue.format] ?? `${issue.format} format`}` : issue.message}`,
      );
    case 'custom':
      return [
        {
          code: codeOf(issue.params),
          severity: 'error',
          path: pathText(path),
          message: `found ${found}; ${lower(issue.message)}`,
        },
      ];
    default:
      return one('not-allowed', `found ${found}; ${lower(issue.message)}`);
  }
}

function unknownKey(key: string, path: readonly PropertyKey[], { schema }: Refused): LibraryFinding {
  const near = nearKey(schema, path, key);
  const meant = near === undefined ? 'remove it or correct its name' : `did you mean "${near}"? Else remove it`;
  return {
    code: 'unknown-key',
    severity: 'error',
    path: pathText([...path, key]),
    message: `unknown key "${key}"; ${meant} (\`ai-factory schema\` lists the keys)`,
  };
}

/** A union of a value and a reference to one: what the form that the text begins like refuses. */
function nearestForm(issue: Extract<Issue, { code: 'invalid_union' }>, refused: Refused): Finding[] {
  const form = isReference(valueAt(refused.input, issue.path)) ? issue.errors.at(-1) : issue.errors[0];
  return (form ?? []).flatMap((each) => findingsOf({ ...each, path: [...issue.path, ...each.path] }, refused));
}

/** What else can be done about the key that selects the form of a union. */
const advice: Readonly<Record<string, string>> = {
  provider:
    ', or read the file in an app that knows another cloud, with `AiFactory.fromFile` and its site class in `sites`',
};

/** A union of forms selected by one key: that key is missing or has a value of no form. */
function unknownForm(issue: Issue, key: string, refused: Refused): LibraryFinding[] {
  const { path } = issue;
  const holder = valueAt(refused.input, path);
  const place = path.at(-1) === key ? path : [...path, key];
  const known =
    'options' in issue && Array.isArray(issue.options) ? choices(issue.options) : 'one of the known choices';
  const all = `${known}${advice[key] ?? ''}`;
  if (place !== path && (typeof holder !== 'object' || holder === null)) {
    const found = describeValue(holder, refused.written?.(path));
    return [
      {
        code: 'wrong-type',
        severity: 'error',
        path: pathText(path),
        message: `found ${found}; use a map of keys, of which ${key} is ${known}`,
      },
    ];
  }
  const own = valueAt(refused.input, place);
  return [
    {
      code: own === undefined ? 'missing' : 'unknown-choice',
      severity: 'error',
      path: pathText(place),
      message:
        own === undefined
          ? `not stated; use ${all}`
          : `found ${describeValue(own, refused.written?.(place))}; use ${all}`,
    },
  ];
}

function wrongType(value: unknown, found: string, expected: string): string {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return `found ${found}, which is read as ${typeof value === 'number' ? 'a number' : 'true or false'}; put it in quotes: "${found}"`;
  if ((expected === 'number' || expected === 'int') && typeof value === 'string' && /^[\d.]+$/.test(value))
    return `found ${found}, which is read as a text; use ${kindWords(expected)}, without quotes`;
  return `found ${found}; use ${kindWords(expected)}`;
}

const formatWords: Readonly<Record<string, string>> = {
  email: 'an address such as team@example.com',
  url: 'an address such as https://example.com/runbooks',
  datetime: 'an instant with its offset, such as 2027-03-01T11:30:00Z',
  date: 'a day such as 2027-03-01',
};

const codeOf = (params: unknown): string =>
  typeof params === 'object' && params !== null && 'code' in params ? String(params.code) : 'not-allowed';

const choices = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(' or ');
const unitOf = (origin: string): string => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');
const lower = (text: string): string =>
  /^[A-Z][a-z]+ (?!would)/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
