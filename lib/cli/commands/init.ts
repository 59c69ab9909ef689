import { basename, join, resolve } from 'node:path';
import type { LibraryFinding } from '../../planner/model/finding';
import { projectFiles } from '../init/project';
import { type ExitCode, exitCodes, type Io } from '../io';
import { refuse } from '../judge';
import { type JsonOption, json } from '../print';

export interface InitOptions extends JsonOption {
  /** Write the factory in TypeScript. @default - true, unless `file` is set */
  readonly typescript?: boolean;
  /** Write the factory as a file. @default false */
  readonly file?: boolean;
  /** What the project installs this package from, such as a tarball. @default - the version of this package */
  readonly package?: string;
}

/** What a new project may find in its folder. */
const HARMLESS: readonly string[] = ['.git'];

/** `init [DIR]`: a project that synthesizes, and whose test passes at once. Nothing that exists is changed. */
export function init(dir: string, options: InitOptions, io: Io): ExitCode {
  const folder = resolve(io.cwd, dir);
  const no = (message: string): ExitCode => {
    const finding: LibraryFinding = { code: 'no-project', severity: 'error', path: dir, message };
    return refuse({ refused: [finding], code: exitCodes.findings }, options, io);
  };
  if (options.typescript === true && options.file === true) return no('choose one of --typescript and --file');
  if (io.manifest === undefined) throw new Error('package.json of cdktf-ai-factory cannot be read');
  try {
    const inTheWay = (io.listFolder(folder) ?? []).filter((each) => !HARMLESS.includes(each));
    if (inTheWay.length > 0) {
      return no(`the folder is not empty: ${inTheWay.join(', ')}; choose another folder, or move them away`);
    }
    const files = projectFiles({
      form: options.file === true ? 'file' : 'typescript',
      folder: basename(folder),
      manifest: io.manifest,
      source: options.package,
    });
    io.addFiles(folder, files);
    if (options.json === true) io.out(json({ folder: dir, files: Object.keys(files) }));
    else io.out(words(dir, files));
    return exitCodes.sound;
  } catch (error) {
    return no(`the project cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function words(where: string, files: Readonly<Record<string, string>>): string {
  const enter = where === '.' ? '' : `cd ${where} && `;
  const next = 'main.ts' in files ? 'npm install && npm test' : 'npm install && npx ai-factory plan .';
  return `${Object.keys(files)
    .map((file) => `${join(where, file)}\n`)
    .join('')}\nnext: ${enter}${next}; README.md says how to go on\n`;
}
