import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, root } from '../source';

/** How the library writes the code of a finding: as a property, through a local helper, or as the id of a policy. */
const patterns: readonly { readonly in: RegExp; readonly code: RegExp; readonly as?: (name: string) => string }[] = [
  { in: /^lib\//, code: /\bcode: '([a-z0-9-]+)'/g },
  { in: /^lib\//, code: /\bcode: [^\n]*\? '([a-z0-9-]+)' : '[a-z0-9-]+'/g },
  { in: /^lib\//, code: /\bcode: [^\n]*\? '[a-z0-9-]+' : '([a-z0-9-]+)'/g },
  { in: /^lib\/(planner|clouds)\//, code: /\breport\(\s*'([a-z0-9-]+)'/g },
  { in: /^lib\/spec\//, code: /\bone\(\s*'([a-z0-9-]+)'/g },
  { in: /^lib\/planner\/checks\/references/, code: /\bknown\(\s*'([a-z0-9-]+)'/g, as: (kind) => `unknown-${kind}` },
  {
    in: /^lib\/(clouds\/\w+\/)?policies\/(?!index|policy)/,
    code: /^const (?:ID|id) = '([a-z0-9-]+)'|^ {2}id: '([a-z0-9-]+)'/gm,
  },
  { in: /^lib\/clouds\/.*\/facts\.ts$/, code: /\bkey: '(region|country)'/g, as: (kind) => `unknown-${kind}` },
];

/** Every code that a finding of the library can have. */
export function findingCodes(): string[] {
  const codes = filesOf('lib', '.ts').flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return patterns
      .filter((pattern) => pattern.in.test(file))
      .flatMap(({ code, as = (name) => name }) =>
        [...text.matchAll(code)].map((match) => as(match[1] ?? match[2] ?? '')),
      );
  });
  return [...new Set(codes)]
    .filter(
      (code) =>
        code.includes('-') || code === 'missing' || code === 'unreadable' || code === 'residency' || code === 'tags',
    )
    .sort();
}
