import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rigEnvironment, synthesize, terraform } from './rig';

/** Every stack of the file examples is valid for the real providers. */
describe.each(['01-two-regions', '02-region-to-hall', '04-one-pool'])('example %s', (example) => {
  it('is valid Terraform for the real providers', async () => {
    const env = rigEnvironment();
    const out = await synthesize(`examples/${example}/factory.yaml`);
    const stacks = readdirSync(join(out, 'stacks'));
    expect(stacks.length).toBeGreaterThan(0);
    for (const stack of stacks) {
      const init = terraform(out, stack, ['init', '-backend=false', '-input=false', '-no-color'], env);
      expect(init.code, `${stack}: ${init.output}`).toBe(0);
      const validate = terraform(out, stack, ['validate', '-no-color'], env);
      expect(validate.code, `${stack}: ${validate.output}`).toBe(0);
    }
  });
});
