import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { build } from '../../examples/03-frontier/main';
import { synthesizeFactory } from '../../lib/cli/synthesize';
import { AwsSite } from '../../lib/clouds/aws/aws-site';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import type { FactoryInput } from '../../lib/testing';
import { variants } from './variants';

const root = join(__dirname, '../..');
const sites = { aws: AwsSite, kubernetes: KubernetesSite };

const folder = (): string => {
  const outdir = join(mkdtempSync(join(tmpdir(), 'ai-factory-rig-')), 'cdktf.out');
  mkdirSync(outdir);
  return outdir;
};

const fromFile = (example: string) => (): string => {
  const name = join('examples', example, 'factory.yaml');
  const outdir = folder();
  synthesizeFactory({ name, text: readFileSync(join(root, name), 'utf8'), sites, outdir });
  return outdir;
};

const fromInput = (input: FactoryInput) => (): string => {
  const outdir = folder();
  synthesizeFactory({ name: 'factory.json', text: JSON.stringify(input), sites, outdir });
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
