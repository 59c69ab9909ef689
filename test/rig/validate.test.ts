import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rigEnvironment, terraform } from './rig';
import { factories } from './stacks';

/** Every stack of the examples, and of factories with what they leave out, is valid for the real providers. */
describe.each(factories)('%s', (_, synthesize) => {
  it('is valid Terraform for the real providers', () => {
    const env = rigEnvironment();
    const out = synthesize();
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
