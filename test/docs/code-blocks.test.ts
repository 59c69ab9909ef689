import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { defaultCatalog, extendCatalog } from '../../lib';
import { formatFinding } from '../../lib/planner/model/finding';
import { filesOf, root, subpaths } from '../source';
import { parseFactory, planFactory } from '../standard';

interface Block {
  readonly file: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** Types of the dashboards of Grafana, which the resolution of this project does not find by itself. */
const grafanaTypes = join(root, 'lib/kubernetes/telemetry/grafana-sdk.d.ts');

/** Code blocks of a document, with the line on which each begins. */
function blocksOf(file: string): Block[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length + 1,
    language: match[1] ?? '',
    text: match[2] ?? '',
  }));
}

const documents = ['README.md', 'lib/README.md', ...filesOf('docs', '.md')];
const blocks = documents.flatMap(blocksOf);
const inLanguage = (language: string): Block[] => blocks.filter((block) => block.language === language);

/** What the compiler says of blocks, each a module of its own that takes the package from its sources. */
function problemsOf(typed: readonly Block[]): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, root).options;
  // As most projects resolve modules today; the repository keeps to what the template of cdktf has.
  const options = {
    ...parsed,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    // The strictest that a project may ask: an optional key is not given `undefined`.
    exactOptionalPropertyTypes: true,
  };
  const paths = Object.fromEntries(
    Object.entries(subpaths).map(([subpath, file]) => [join('cdktf-ai-factory', subpath), [join(root, file)]]),
  );
  const name = (block: Block): string => join(root, `${block.file.replaceAll('/', '_')}_${block.line}.ts`);
  const texts = new Map(typed.map((block) => [name(block), block]));
  const host = ts.createCompilerHost({ ...options, paths });
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file)?.text ?? readFile(file);
  host.getSourceFile = (file, target, ...rest) => {
    const block = texts.get(file);
    return block === undefined
      ? getSourceFile(file, target, ...rest)
      : ts.createSourceFile(file, block.text, target, true);
  };
  const program = ts.createProgram([...texts.keys(), grafanaTypes], { ...options, paths, noUnusedLocals: false }, host);
  return [...texts].flatMap(([file, block]) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map((each) => {
      const at = source?.getLineAndCharacterOfPosition(each.start ?? 0).line ?? 0;
      return `${block.file}:${block.line + at} ${ts.flattenDiagnosticMessageText(each.messageText, ' ')}`;
    });
  });
}

describe('code in the documents', () => {
  it('compiles against the package as it is', { timeout: 240_000 }, () => {
    const wrong = { file: 'none.md', line: 1, language: 'ts', text: "import { nothing } from 'cdktf-ai-factory';\n" };
    const typed = inLanguage('ts');
    expect(typed.length).toBeGreaterThan(5);
    // The last one is wrong on purpose: a compiler that finds nothing in it would find nothing anywhere.
    expect(problemsOf([...typed, wrong])).toEqual([expect.stringContaining('none.md:1 Module \'"cdktf-ai-factory"\'')]);
  });

  const whole = inLanguage('yaml').filter((block) => /^name:/m.test(block.text) && /^sites:/m.test(block.text));

  it.each(whole.map((block) => ({ ...block, place: `${block.file}:${block.line}` })))(
    'is a sound factory at $place',
    ({ text }) => {
      const spec = parseFactory(parse(text, { merge: true }));
      const { findings } = planFactory(spec, extendCatalog(defaultCatalog, spec.catalog ?? {}));
      expect(findings.filter(({ severity }) => severity === 'error').map(formatFinding)).toEqual([]);
    },
  );

  it('has whole factories among its blocks', () => {
    expect(whole.map(({ file }) => file)).toEqual(expect.arrayContaining(['README.md', 'docs/extending.md']));
  });
});
