import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { build } from '../../examples/03-frontier/main';
import { standardClouds } from '../../lib/cli/clouds';
import { synthesizeFactory } from '../../lib/cli/synthesize';
import { readSource } from '../../lib/spec/source';
import type { FactoryInput } from '../../lib/testing';
import { variants } from './variants';

const root = join(__dirname, '../..');

const folder = (): string => {
  const outdir = join(mkdtempSync(join(tmpdir(), 'ai-factory-rig-')), 'cdktf.out');
  mkdirSync(outdir);
  return outdir;
};

const fromFile = (example: string) => (): string => {
  const read = readSource(readFileSync(join(root, 'examples', example, 'factory.yaml'), 'utf8'), {
    clouds: standardClouds,
  });
  if (!('source' in read)) throw new Error(`examples/${example}/factory.yaml cannot be read`);
  const outdir = folder();
  synthesizeFactory({ input: read.source.input, outdir });
  return outdir;
};

const fromInput = (input: FactoryInput) => (): string => {
  const outdir = folder();
  synthesizeFactory({ input, outdir });
  return outdir;
};

function frontier(): string {
  const outdir = folder();
  const app = new App({ outdir });
  build(app);
  app.synth();
  return outdir;
}

/** Every factory whose Terraform is held to real tools: the examples, and what they leave out. Each writes a new folder. */
export const factories: readonly (readonly [name: string, synthesize: () => string])[] = [
  ['example 01-two-regions', fromFile('01-two-regions')],
  ['example 02-region-to-hall', fromFile('02-region-to-hall')],
  ['example 03-frontier', frontier],
  ['example 04-one-pool', fromFile('04-one-pool')],
  ...Object.entries(variants).map(([name, input]) => [name, fromInput(input)] as const),
];
