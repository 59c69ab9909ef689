import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import ts from 'typescript';
import * as aws from '../../lib/clouds/aws';
import * as kubernetes from '../../lib/clouds/kubernetes';
import { root } from '../source';

/** A stack of a code block. */
export type DocumentedStack = new (scope: Construct, id: string) => TerraformStack;

const own: Readonly<Record<string, unknown>> = {
  'cdktf-ai-factory/aws': aws,
  'cdktf-ai-factory/kubernetes': kubernetes,
};

/** Runs a code block and returns what it exports. */
function run(text: string): Readonly<Record<string, unknown>> {
  const require = createRequire(__filename);
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exports: Record<string, unknown> = {};
  new Function('require', 'exports', outputText)((name: string): unknown => own[name] ?? require(name), exports);
  return exports;
}

const isStack = (entry: [string, unknown]): entry is [string, DocumentedStack] =>
  typeof entry[1] === 'function' && entry[0].endsWith('Stack');

/** The stacks of the code blocks in docs/constructs-alone.md, by class name. */
export const documentedStacks: Readonly<Record<string, DocumentedStack>> = Object.fromEntries(
  [...readFileSync(join(root, 'docs/constructs-alone.md'), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].flatMap(
    ([, text = '']) => Object.entries(run(text)).filter(isStack),
  ),
);
