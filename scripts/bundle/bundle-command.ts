import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

const ROOT = join(__dirname, '../..');

/** Packages that the user's project installs, so that the command uses the same versions. */
const EXTERNAL = ['cdktf', 'constructs', '@cdktf/*'];

/** Leaves out the messages of zod in other languages: the command speaks English. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

/**
 * Writes the command with its dependencies as one file, `start.js`, which `main.js` loads, and the licences of these as `NOTICES.txt`.
 *
 * The code finds the files of this package from its own folder, two levels below the package: so must be the folder that the
 * bundle is in.
 *
 * @returns files that the bundle has, from the root of the repository on
 */
export async function bundleCommand(folder: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['lib/cli/start.ts'],
    outfile: resolve(ROOT, folder, 'start.js'),
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    target: 'node20.9',
    format: 'cjs',
    external: EXTERNAL,
    plugins: [englishOnly],
    legalComments: 'inline',
    metafile: true,
    logLevel: 'warning',
  });
  const files = filesOf(metafile);
  writeFileSync(resolve(ROOT, folder, 'NOTICES.txt'), notices(files));
  return files;
}

/** Files of which something is in the bundle. */
const filesOf = ({ outputs }: Metafile): readonly string[] =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );

const notices = (files: readonly string[]): string =>
  packagesOf(files)
    .map((name) => `${name}\n\n${licenceOf(join(ROOT, 'node_modules', name))}`)
    .join(`\n${'-'.repeat(80)}\n\n`);

/** Names of the packages that files are of. */
export const packagesOf = (files: readonly string[]): readonly string[] =>
  [...new Set(files.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []))].sort();

function licenceOf(folder: string): string {
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${folder} has no licence`);
  return readFileSync(join(folder, file), 'utf8');
}
