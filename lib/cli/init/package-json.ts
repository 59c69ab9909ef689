import { compare } from '../../planner/model/finding';
import type { ProjectProps } from './project';

/** Packages at run time: this one and the peers that the first factory needs. The bindings of AWS come with an AWS site. */
const PEERS = ['@cdktf/provider-helm', '@cdktf/provider-kubernetes', 'cdktf', 'constructs'] as const;
const CDKTF_CLI = ['cdktf-cli'] as const;
const TYPESCRIPT = ['@types/node', 'tsx', 'typescript', 'vitest'] as const;

/** `package.json` of a new project, with the versions that this package is tested with. */
export function packageJson({ name, form, manifest, source }: ProjectProps & { readonly name: string }): string {
  const { version, devDependencies } = manifest;
  const versionsOf = (packages: readonly string[]) =>
    Object.fromEntries(packages.map((each) => [each, exact(each, devDependencies[each])]));
  const isTyped = form === 'typescript';
  return `${JSON.stringify(
    {
      name,
      version: '0.0.0',
      private: true,
      scripts: {
        validate: 'ai-factory validate .',
        plan: 'ai-factory plan .',
        synth: 'cdktf synth',
        ...(isTyped ? { check: 'tsc', test: 'vitest run' } : {}),
      },
      dependencies: sorted({ 'cdktf-ai-factory': source ?? version, ...versionsOf(PEERS) }),
      devDependencies: sorted(versionsOf([...CDKTF_CLI, ...(isTyped ? TYPESCRIPT : [])])),
    },
    null,
    2,
  )}\n`;
}

/** The version that a range begins with. */
function exact(name: string, range: string | undefined): string {
  if (range === undefined)
    throw new Error(`package.json of cdktf-ai-factory says no version of ${name}: this is a bug`);
  return range.replace(/^[\^~]/, '');
}

const sorted = (versions: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(versions).sort(([a], [b]) => compare(a, b)));
