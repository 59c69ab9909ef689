import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { filesOf, root } from '../source';

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  declaration: true,
  emitDeclarationOnly: true,
  skipLibCheck: true,
  types: [],
  rootDir: root,
  outDir: join(root, 'dist-in-memory'),
};

/** Declarations of the props as the package has them, by path. */
function builtDeclarations(): ReadonlyMap<string, string> {
  const built = new Map<string, string>();
  const program = ts.createProgram(
    filesOf('lib', '.generated.ts').map((file) => join(root, file)),
    options,
  );
  const { emitSkipped, diagnostics } = program.emit(undefined, (file, text) => void built.set(file, text));
  expect({ emitSkipped, diagnostics }).toEqual({ emitSkipped: false, diagnostics: [] });
  return built;
}

/** Code that a user types. */
const typed = `
import type { AwsSiteOptions } from './lib/clouds/aws/props.generated';
import type { KubernetesSiteOptions } from './lib/clouds/kubernetes/props.generated';
import type { GpuNodePoolOptions, TokenWorkloadOptions } from './lib/spec/props.generated';

const h100: GpuNodePoolOptions = {
  machine: 'p5.48xlarge',
  count: 2,
  capacity: { type: 'capacity-block', purchase: { durationHours: 24 }, endsAt: '' },
};
const stockholm: AwsSiteOptions = {
  region: 'eu-north-1',
  logRetentionDays: 365,
  cluster: { publicCidrs: [] },
};
const hall: KubernetesSiteOptions = {
  power: { feeds: { a: { redundancy: '2N' } } },
  cooling: { liquid: { cdus: { kw: 300 } } },
};
/** Props of a construct: the options with references in place of names. */
interface TokenWorkloadProps extends Omit<TokenWorkloadOptions, 'tenant'> {
  readonly tenant: object;
}
const chat: TokenWorkloadProps = {
  precision: 'fp8',
  demand: { requestsPerSecond: 20, peakFactor: 1.5 },
  objectives: { survives: 'node' },
};

const names: TokenWorkloadOptions = { model: '' };
const machines: GpuNodePoolOptions = { machine: '' };
const regions: AwsSiteOptions = { region: '' };
const keys: TokenWorkloadOptions['demand'] = { };
`;

const user = join(root, 'dist-in-memory/user.ts');

function languageService(): ts.LanguageService {
  const files = new Map([...builtDeclarations(), [user, typed]]);
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => ({ ...options, noEmit: true, emitDeclarationOnly: false, outDir: undefined }),
    getScriptFileNames: () => [user],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => {
      const text = files.get(file) ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => files.has(file) || ts.sys.fileExists(file),
    readFile: (file) => files.get(file) ?? ts.sys.readFile(file),
    directoryExists: (folder) =>
      [...files.keys()].some((file) => !relative(folder, file).startsWith('..')) || ts.sys.directoryExists(folder),
  };
  return ts.createLanguageService(host);
}

describe('an editor', () => {
  const service = languageService();

  /** Documentation that a hover shows for the first use of a key, with its tags. */
  function hover(key: string): string {
    const info = service.getQuickInfoAtPosition(user, typed.indexOf(`${key}:`));
    const tags = (info?.tags ?? []).map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`);
    return [ts.displayPartsToString(info?.documentation), ...tags].join(' ');
  }

  const completions = (at: string): ts.CompletionEntry[] =>
    service.getCompletionsAtPosition(user, typed.indexOf(at) + at.length - 1, undefined)?.entries ?? [];

  it.each([
    [
      'machine',
      'Machine of the nodes: an EC2 instance type or a server model. @default - the cheapest machine with `accelerator`',
    ],
    ['count', 'Number of nodes. @default - as many as the workloads need'],
    ['durationHours', 'Duration of the block in hours.'],
    [
      'endsAt',
      'When the block ends. Nodes are drained before. Required unless `purchase` is set. @default - the end of the purchased block',
    ],
    ['region', 'AWS region, such as `eu-central-1`.'],
    ['logRetentionDays', 'Retention of logs in days. @default 365'],
    ['publicCidrs', 'IPv4 ranges that can access the public API endpoint. @default - the endpoint is private'],
    ['redundancy', 'Redundancy of the feed. @default - the `redundancy` of the site'],
    ['kw', 'Heat that one unit can remove, in kW.'],
    ['requestsPerSecond', 'Mean requests per second. @default - `outputTokensPerSecond` divided by `outputTokens`'],
    ['peakFactor', 'Peak demand divided by mean demand. @default 1.5'],
    ['precision', 'Precision of the weights. @default - the native precision of the model'],
    ['survives', "Largest failure domain that may fail while peak demand is still served. @default 'pod'"],
  ])('shows the documentation and the default of %s', (key, text) => {
    expect(hover(key)).toBe(text);
  });

  it('completes keys with their documentation', () => {
    const at = "TokenWorkloadOptions['demand'] = { }";
    const names = completions(at).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['inputTokens', 'requestsPerSecond', 'peakFactor']));
    const details = service.getCompletionEntryDetails(
      user,
      typed.indexOf(at) + at.length - 1,
      'inputTokens',
      undefined,
      undefined,
      undefined,
      undefined,
    );
    expect(ts.displayPartsToString(details?.documentation)).toBe('Mean prompt length in tokens.');
  });

  it.each([
    ["model: ''", 'llama-3.3-70b'],
    ["machine: ''", 'p5.48xlarge'],
    ["region: ''", 'eu-north-1'],
  ])('completes the ids of the catalogue in %s', (at, id) => {
    expect(completions(at).map(({ name }) => name)).toContain(id);
  });
});
