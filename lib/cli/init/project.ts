import type { Manifest } from '../io';
import { cdktfJson } from './cdktf-json';
import { FACTORY_TEST } from './factory-test';
import { FACTORY_YAML } from './factory-yaml';
import { GITIGNORE } from './gitignore';
import { MAIN } from './main';
import { packageJson } from './package-json';
import { readme } from './readme';
import snapshots from './snapshots.json';
import { TSCONFIG } from './tsconfig';
import { workflow } from './workflow';

export interface ProjectProps {
  /** Form in which the factory is written. */
  readonly form: 'typescript' | 'file';
  /** Name of the folder. */
  readonly folder: string;
  /** What this package depends on. */
  readonly manifest: Manifest;
  /** What the project installs this package from. @default - the version of this package */
  readonly source?: string;
}

/** Files of a new project, by their paths. */
export function projectFiles(props: ProjectProps): Readonly<Record<string, string>> {
  const name = packageName(props.folder);
  const isTyped = props.form === 'typescript';
  const own: Readonly<Record<string, string>> = isTyped
    ? {
        'main.ts': MAIN,
        'tsconfig.json': TSCONFIG,
        'test/factory.test.ts': FACTORY_TEST,
        ...snapshotFiles(),
      }
    : { 'factory.yaml': FACTORY_YAML };
  return {
    'package.json': packageJson({ ...props, name }),
    'cdktf.json': cdktfJson(name, isTyped ? 'npx tsx main.ts' : 'npx ai-factory synth factory.yaml'),
    ...own,
    '.github/workflows/factory.yml': workflow(props.form),
    '.gitignore': GITIGNORE,
    'README.md': readme(name, props.form, props.manifest),
  };
}

/** Snapshots of the stacks of the typed project, so that its test compares from the first run on. */
const snapshotFiles = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries<readonly string[]>(snapshots).map(([stack, lines]) => [
      `test/snapshots/${stack}.yaml`,
      `${lines.join('\n')}\n`,
    ]),
  );

/** Longest name of a package. */
const MAX_NAME = 214;

/** Returns the name of a folder as the name of a package. */
function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, MAX_NAME);
  return name === '' ? 'ai-factory' : name;
}
