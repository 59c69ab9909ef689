import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A program that uses props of constructs as a user does, and nested ones. */
const PROGRAM = `
import { App } from 'cdktf';
import { AiFactory, GpuNodePool, MoneyBudget, PowerBudget, Queue, Tenant, TokenWorkload } from 'cdktf-ai-factory';
import { AwsSite } from 'cdktf-ai-factory/aws';
import { KubernetesSite } from 'cdktf-ai-factory/kubernetes';

const factory = new AiFactory(new App(), 'acme', { owner: 'platform@example.com', strict: true });
const stockholm = new AwsSite(factory, 'stockholm', {
  region: 'eu-north-1',
  accountId: '111122223333',
  logRetentionDays: 365,
  cluster: { admins: [], publicCidrs: [] },
});
const hall = new KubernetesSite(factory, 'hall', { country: 'SE', context: 'hall', storageClass: 'shared-files' });
new PowerBudget(hall, 'power', { itKw: 80, feeds: { a: { redundancy: '2N' } } });
new MoneyBudget(stockholm, 'money', { usdPerMonth: 80_000 });
new GpuNodePool(stockholm, 'h100', {
  machine: 'p5.48xlarge',
  count: 2,
  capacity: { type: 'capacity-block', purchase: { durationHours: 24 }, endsAt: '' },
});
const assistants = new Tenant(factory, 'assistants', {});
new Queue(factory, 'serving', { tenants: [assistants], share: 0.8 });
new TokenWorkload(factory, 'chat', {
  model: 'llama-3.3-70b',
  tenant: assistants,
  precision: 'fp8',
  demand: { requestsPerSecond: 20, peakFactor: 1.5 },
  objectives: { survives: 'node' },
});
`;

/**
 * Returns what an editor shows for each key of the program, in a project that has the package installed.
 *
 * @param keys property names, each found at its first use
 */
export function hovers(project: string, keys: readonly string[]): Readonly<Record<string, string>> {
  const file = join(project, 'hover.ts');
  writeFileSync(file, PROGRAM);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    skipLibCheck: true,
    types: [],
  };
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const text = ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => project,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: ts.sys.realpath ?? ((path) => path),
  });
  const text = readFileSync(file, 'utf8');
  return Object.fromEntries(
    keys.map((key) => {
      const info = service.getQuickInfoAtPosition(file, text.indexOf(`${key}:`));
      const tags = (info?.tags ?? []).map(({ name, text: tag }) => `@${name} ${ts.displayPartsToString(tag)}`);
      return [key, [ts.displayPartsToString(info?.documentation), ...tags].join(' ')];
    }),
  );
}
