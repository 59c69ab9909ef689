import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { expect, it } from 'vitest';
import { documentedStacks } from '../docs/alone';
import { rigEnvironment, terraform } from './rig';

/** The stacks of docs/constructs-alone.md, each valid for the real providers. */
it.each(Object.entries(documentedStacks))('%s is valid Terraform for the real providers', (name, Stack) => {
  const env = rigEnvironment();
  const out = join(mkdtempSync(join(tmpdir(), 'ai-factory-rig-')), 'cdktf.out');
  const app = new App({ outdir: out });
  const stack = new Stack(app, name);
  // The rig has version 5 of the provider, the oldest that the library supports; the bindings ask for their own.
  for (const provider of ['aws', 'kubernetes'])
    stack.addOverride(`terraform.required_providers.${provider}.version`, '> 0');
  app.synth();
  expect(readdirSync(join(out, 'stacks'))).toEqual([name]);
  const init = terraform(out, name, ['init', '-backend=false', '-input=false', '-no-color'], env);
  expect(init.code, init.output).toBe(0);
  const validate = terraform(out, name, ['validate', '-no-color'], env);
  expect(validate.code, validate.output).toBe(0);
});
