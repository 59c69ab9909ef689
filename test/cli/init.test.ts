import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdktf from 'cdktf';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as library from '../../lib';
import { FACTORY_TEST } from '../../lib/cli/init/factory-test';
import { FACTORY_YAML } from '../../lib/cli/init/factory-yaml';
import { MAIN } from '../../lib/cli/init/main';
import { projectFiles } from '../../lib/cli/init/project';
import { nodeIo } from '../../lib/cli/node-io';
import * as kubernetes from '../../lib/clouds/kubernetes';
import { formatStack, synthApp } from '../../lib/testing';
import { root } from '../source';
import { commandIn } from './memory-io';

const { manifest } = nodeIo();
if (manifest === undefined) throw new Error('the package has no manifest');
const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const scratch = mkdtempSync(join(tmpdir(), 'ai-factory-init-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const init = (args: readonly string[], files: Readonly<Record<string, string>> = {}) =>
  commandIn(['init', ...args], { files, manifest });

/** The `build` of the project's `main.ts`. */
function buildOfMain(): (app: cdktf.App) => library.AiFactory {
  const { outputText } = ts.transpileModule(MAIN, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const modules: Readonly<Record<string, unknown>> = {
    cdktf,
    'cdktf-ai-factory': library,
    'cdktf-ai-factory/kubernetes': kubernetes,
  };
  const exported: { build?: (app: cdktf.App) => library.AiFactory } = {};
  const run = new Function('require', 'module', 'exports', outputText);
  run((name: string) => modules[name], {}, exported);
  if (exported.build === undefined) throw new Error('main.ts exports no build');
  return exported.build;
}

describe('init', () => {
  it('makes a project in TypeScript, in a new folder or in the present one', async () => {
    const { code, out, files } = await init(['harbour']);
    expect(code).toBe(0);
    expect(Object.keys(files).sort()).toMatchInlineSnapshot(`
      [
        "harbour/.github/workflows/factory.yml",
        "harbour/.gitignore",
        "harbour/README.md",
        "harbour/cdktf.json",
        "harbour/main.ts",
        "harbour/package.json",
        "harbour/test/factory.test.ts",
        "harbour/test/snapshots/starter-lab-platform.yaml",
        "harbour/test/snapshots/starter-lab-workloads.yaml",
        "harbour/tsconfig.json",
      ]
    `);
    expect(out).toContain('next: cd harbour && npm install && npm test');
    const here = await init(['--typescript', '--json']);
    expect(JSON.parse(here.out)).toEqual({ folder: '.', files: Object.keys(here.files) });
    expect(Object.keys(here.files)).toContain('main.ts');
  });

  it('makes a project with a factory file', async () => {
    const { code, files } = await init(['--file', 'harbour']);
    expect(code).toBe(0);
    expect(Object.keys(files).sort()).toMatchInlineSnapshot(`
      [
        "harbour/.github/workflows/factory.yml",
        "harbour/.gitignore",
        "harbour/README.md",
        "harbour/cdktf.json",
        "harbour/factory.yaml",
        "harbour/package.json",
      ]
    `);
    expect(JSON.parse(files['harbour/cdktf.json'] ?? '').app).toBe('npx ai-factory synth factory.yaml');
  });

  it('names exact versions of every peer that is not optional, and where this package comes from', async () => {
    const { files } = await init(['Harbour Nord', '--package', 'file:../cdktf-ai-factory-0.1.0.tgz']);
    const { name, dependencies, devDependencies } = JSON.parse(files['Harbour Nord/package.json'] ?? '');
    expect([name, dependencies['cdktf-ai-factory']]).toEqual(['harbour-nord', 'file:../cdktf-ai-factory-0.1.0.tgz']);
    const peers = Object.keys(own.peerDependencies).filter(
      (peer) => own.peerDependenciesMeta?.[peer]?.optional !== true,
    );
    expect(Object.keys(dependencies).sort()).toEqual([...peers, 'cdktf-ai-factory'].sort());
    const { 'cdktf-ai-factory': _, ...versions } = { ...dependencies, ...devDependencies };
    for (const [each, version] of Object.entries(versions)) {
      expect(own.devDependencies[each].replace(/^\^/, '')).toBe(version);
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
    expect(JSON.parse((await init([])).files['package.json'] ?? '').dependencies['cdktf-ai-factory']).toBe(own.version);
  });

  it('gives a project of one name one id, in the form of a UUID', async () => {
    const idOf = async (name: string) => JSON.parse((await init([name])).files[`${name}/cdktf.json`] ?? '').projectId;
    expect(await idOf('harbour')).toBe(await idOf('harbour'));
    expect(await idOf('harbour')).not.toBe(await idOf('inland'));
    expect(await idOf('harbour')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('refuses a folder that is not empty, and changes nothing', async () => {
    const before = { 'harbour/main.ts': 'mine', 'harbour/notes/a.txt': '', 'harbour/.git/config': '' };
    const { code, err, files } = await init(['harbour'], before);
    expect([code, err.trim(), files]).toEqual([
      1,
      'error  no-project  harbour: the folder is not empty: main.ts, notes; choose another folder, or move them away',
      before,
    ]);
    const { code: both } = await init(['--file', '--typescript']);
    expect(both).toBe(1);
    expect((await init(['harbour'], { 'harbour/.git/config': '' })).code).toBe(0);
  });
});

describe('the files of a new project', () => {
  it('describe one factory in both forms', () => {
    const app = cdktf.Testing.app();
    const spec = JSON.parse(JSON.stringify(buildOfMain()(app).toSpec()));
    expect(parse(FACTORY_YAML)).toEqual(spec);
  });

  it('have snapshots of the Terraform that the factory writes; `vitest --update` writes them', async () => {
    const app = cdktf.Testing.app();
    const factory = buildOfMain()(app);
    const { stacks } = synthApp(app);
    expect(factory.plan.findings).toEqual([]);
    const lines = Object.fromEntries(Object.entries(stacks).map(([id, stack]) => [id, formatStack(stack).split('\n')]));
    const file = join(root, 'lib/cli/init/snapshots.json');
    await expect(`${JSON.stringify(lines, null, 1)}\n`).toMatchFileSnapshot(file);
    const files = projectFiles({ form: 'typescript', folder: 'harbour', manifest });
    for (const [id, stack] of Object.entries(stacks)) {
      expect(files[`test/snapshots/${id}.yaml`]).toBe(`${formatStack(stack)}\n`);
    }
  });

  it('compile', () => {
    const texts = new Map([
      [join(root, 'new-project/main.ts'), MAIN],
      [join(root, 'new-project/test/factory.test.ts'), FACTORY_TEST],
    ]);
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    host.directoryExists = (folder) => folder.startsWith(join(root, 'new-project')) || ts.sys.directoryExists(folder);
    host.fileExists = (file) => texts.has(file) || fileExists(file);
    host.readFile = (file) => texts.get(file) ?? readFile(file);
    host.getSourceFile = (file, target, ...rest) => {
      const text = texts.get(file);
      return text === undefined ? getSourceFile(file, target, ...rest) : ts.createSourceFile(file, text, target, true);
    };
    const program = ts.createProgram([...texts.keys()], options, host);
    const found = [...texts.keys()].flatMap((file) => {
      const source = program.getSourceFile(file);
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    });
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
  }, 240_000);

  it('have a workflow that is YAML with both jobs, and plans only with credentials', () => {
    const { jobs } = parse(
      projectFiles({ form: 'typescript', folder: 'a', manifest })['.github/workflows/factory.yml'] ?? '',
    );
    const namesOf = (steps: readonly { readonly name?: string }[]) => steps.flatMap(({ name }) => name ?? []);
    expect(namesOf(jobs.check.steps)).toEqual([
      'Validate',
      'Check types',
      'Compare with the reviewed snapshots',
      'Synthesize',
      'Check with checkov',
    ]);
    expect(jobs.plan.steps.map((step: { readonly if?: string }) => step.if)).toEqual(
      jobs.plan.steps.map(() => "env.HAS_CREDENTIALS == 'true'"),
    );
  });
});

describe('adding files to a folder', () => {
  const io = nodeIo();

  it('makes a new folder with its parents', () => {
    const folder = join(scratch, 'new/project');
    io.addFiles(folder, { 'a.txt': 'a', 'b/c.txt': 'c' });
    expect([readFileSync(join(folder, 'b/c.txt'), 'utf8'), readdirSync(join(scratch, 'new'))]).toEqual([
      'c',
      ['project'],
    ]);
  });

  it('gives a new folder the permissions that any new folder gets', () => {
    const folder = join(scratch, 'shared');
    io.addFiles(folder, { 'a.txt': 'a' });
    const other = join(scratch, 'other');
    mkdirSync(other);
    expect(statSync(folder).mode).toBe(statSync(other).mode);
  });

  it('adds all files to an existing folder, or none', () => {
    const folder = join(scratch, 'existing');
    mkdirSync(folder);
    writeFileSync(join(folder, 'b.txt'), 'mine');
    expect(() => io.addFiles(folder, { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' })).toThrow('exists');
    expect([readdirSync(folder), readFileSync(join(folder, 'b.txt'), 'utf8')]).toEqual([['b.txt'], 'mine']);
    io.addFiles(folder, { 'a.txt': 'a', 'd/e.txt': 'e' });
    expect([readdirSync(folder).sort(), existsSync(join(folder, 'd/e.txt'))]).toEqual([['a.txt', 'b.txt', 'd'], true]);
  });
});
