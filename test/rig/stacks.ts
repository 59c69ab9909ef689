import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { build as twoRegions } from '../../examples/01-two-regions/main';
import { build as regionToHall } from '../../examples/02-region-to-hall/main';
import { build as frontier } from '../../examples/03-frontier/main';
import { build as onePool } from '../../examples/04-one-pool/main';
import { loadFactory } from '../../lib/cli/load';
import { synthesizeFactory } from '../../lib/cli/synthesize';
import { AwsSite } from '../../lib/clouds/aws/aws-site';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import { FactoryError } from '../../lib/errors';
import type { FactoryInput } from '../../lib/testing';
import { composed } from '../constructs/composed';
import { variants } from './variants';

const sites = { aws: AwsSite, kubernetes: KubernetesSite };

const folder = (): string => {
  const outdir = join(mkdtempSync(join(tmpdir(), 'ai-factory-rig-')), 'cdktf.out');
  mkdirSync(outdir);
  return outdir;
};

const fromExample = (build: (app: App) => unknown) => (): string => {
  const outdir = folder();
  const app = new App({ outdir });
  build(app);
  app.synth();
  return outdir;
};

const fromInput = (input: FactoryInput) => (): string => {
  const outdir = folder();
  const { source, planned, findings } = loadFactory('factory.json', JSON.stringify(input));
  if (source === undefined || planned === undefined) throw new FactoryError(findings);
  synthesizeFactory({ source, planned, sites, outdir });
  return outdir;
};

/** Values of a user's own resources wherever one passes through a factory. */
const withReferences = (): string => {
  const { app, shared } = composed(new App({ outdir: folder() }));
  // The rig has version 5 of the provider, the oldest that the library supports; the bindings ask for their own.
  shared.addOverride('terraform.required_providers.aws.version', '> 0');
  app.synth();
  return app.outdir;
};

/** Every factory whose Terraform is held to real tools: the examples, and what they leave out. Each writes a new folder. */
export const factories: readonly (readonly [name: string, synthesize: () => string])[] = [
  ['example 01-two-regions', fromExample(twoRegions)],
  ['example 02-region-to-hall', fromExample(regionToHall)],
  ['example 03-frontier', fromExample(frontier)],
  ['example 04-one-pool', fromExample(onePool)],
  ['a factory with values of other resources', withReferences],
  ...Object.entries(variants).map(([name, input]) => [name, fromInput(input)] as const),
];
