import type { z } from 'zod';
import type { Finding } from '../planner/finding';
import { nearKey } from './near-key';

type Issue = z.core.$ZodIssue;

/** Turns what the schema refuses into findings: what was found, what is allowed, what to do. */
export function issueFindings(issues: readonly Issue[], input: unknown, schema: z.ZodType): Finding[] {
  return issues.flatMap((issue) => findingsOf(issue, input, issue.path, schema));
}

const pathText = (path: readonly PropertyKey[]): string => (path.length === 0 ? '(root)' : path.map(String).join('.'));

function findingsOf(issue: Issue, input: unknown, path: readonly PropertyKey[], schema: z.ZodType): Finding[] {
  const found = describe(valueAt(input, path));
  const one = (code: string, message: string): Finding[] => [
    { code, severity: 'error', path: pathText(path), message },
  ];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const near = nearKey(schema, path, key);
        const meant = near === undefined ? 'remove it or correct its name' : `did you mean "${near}"? Else remove it`;
        return {
          code: 'unknown-key',
          severity: 'error',
          path: pathText([...path, key]),
          message: `unknown key "${key}"; ${meant} (\`ai-factory schema\` lists the keys)`,
        };
      });
    case 'invalid_key':
      return one('bad-name', `name "${String(path.at(-1))}": ${issue.issues.map((each) => each.message).join('; ')}`);
    case 'invalid_type':
      return valueAt(input, path) === undefined
        ? one('missing', `not stated; state a value of type ${issue.expected}`)
        : one('wrong-type', `found ${found}; use a value of type ${issue.expected}`);
    case 'invalid_value':
      return one(
        'unknown-choice',
        `found ${found}; use ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`,
      );
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
    case 'invalid_union': {
      const discriminator = 'discriminator' in issue ? issue.discriminator : undefined;
      if (typeof discriminator === 'string') {
        const place = path.at(-1) === discriminator ? path : [...path, discriminator];
        const own = valueAt(input, place);
        const choices =
          'options' in issue && Array.isArray(issue.options)
            ? issue.options.map((each) => JSON.stringify(each)).join(' or ')
            : 'one of the known choices';
        return [
          {
            code: own === undefined ? 'missing' : 'unknown-choice',
            severity: 'error',
            path: pathText(place),
            message: own === undefined ? `not stated; use ${choices}` : `found ${describe(own)}; use ${choices}`,
          },
        ];
      }
      return one('wrong-type', `found ${found}; no allowed form matches it`);
    }
    case 'invalid_format':
      return one(
        'bad-format',
        `found ${found}; ${issue.message.startsWith('Invalid') ? `use ${issue.format} format` : issue.message}`,
      );
    default:
      return one('not-allowed', `found ${found}; ${lower(issue.message)}`);
  }
}

const unitOf = (origin: string): string => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** The value as a reader knows it from the file, cut where it is long. */
function describe(value: unknown): string {
  const text = typeof value === 'bigint' ? `${value}` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
