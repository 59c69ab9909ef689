import { join, relative } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { root } from './source';

const built = join(root, 'dist-in-memory');
const host: ts.ParseConfigFileHost = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: (problem) => expect.fail(`${problem.messageText}`),
};
const buildOptions = (): ts.CompilerOptions => ({
  ...ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.build.json'), {}, host)?.options,
  incremental: false,
  tsBuildInfoFile: undefined,
  emitDeclarationOnly: true,
  outDir: built,
});

it('leaves internal members out of the declarations, which compile without them', { timeout: 240_000 }, () => {
  const entries = ['index.ts', 'clouds/aws/index.ts', 'clouds/kubernetes/index.ts'].map((each) =>
    join(root, 'lib', each),
  );
  const declarations = new Map<string, string>();
  ts.createProgram(entries, buildOptions()).emit(undefined, (file, text) => void declarations.set(file, text));
  const texts = ['site', 'traffic', 'ai-factory'].map((each) =>
    declarations.get(join(built, `constructs/${each}.d.ts`)),
  );
  for (const text of texts) expect(text).not.toMatch(/^\s+(fill|synthesisErrors)\(/m);
  expect(texts.map((text) => text?.includes('export declare'))).toEqual([true, true, true]);

  const options: ts.CompilerOptions = {
    ...buildOptions(),
    noEmit: true,
    emitDeclarationOnly: false,
    declaration: false,
    skipLibCheck: false,
  };
  const files = ts.createCompilerHost(options);
  const program = ts.createProgram(
    [...declarations.keys()].filter((file) =>
      /constructs\/|clouds\/aws\/aws-site|clouds\/kubernetes\/kubernetes-site/.test(file),
    ),
    options,
    {
      ...files,
      fileExists: (file) => declarations.has(file) || files.fileExists(file),
      directoryExists: (folder) => folder.startsWith(built) || ts.sys.directoryExists(folder),
      readFile: (file) => declarations.get(file) ?? files.readFile(file),
      getSourceFile: (file, target) => {
        const text = declarations.get(file);
        return text === undefined ? files.getSourceFile(file, target) : ts.createSourceFile(file, text, target);
      },
    },
  );
  const problems = program
    .getRootFileNames()
    .flatMap((file) =>
      program
        .getSemanticDiagnostics(program.getSourceFile(file))
        .map(({ messageText }) => `${relative(built, file)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`),
    );
  expect(program.getRootFileNames().length).toBeGreaterThan(20);
  expect(problems).toEqual([]);
});
