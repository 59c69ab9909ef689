import { findingCodes } from '../../lib/planner/model/finding-codes';

/** Returns the text of docs/errors.md. */
export function errorsPage(): string {
  const rows = Object.entries(findingCodes).map(([code, { found, fix }]) => `| \`${code}\` | ${found} | ${fix} |`);
  return `${HEAD}${rows.join('\n')}\n`;
}

const HEAD = `# Findings

Every finding has a code, the path in the factory file (and the line, for a file), what was found, the limit and the fix. An
error stops synthesis; warnings and notes are shown. Policies (\`no-wildcards\` and their like) judge the synthesized Terraform.

This page is generated from \`lib/planner/model/finding-codes.ts\` by \`npm run generate\`. Do not edit it.

| code | what was found | what to do |
| --- | --- | --- |
`;
