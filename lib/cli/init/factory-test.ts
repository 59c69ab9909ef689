/** `test/factory.test.ts` of a new project. */
export const FACTORY_TEST = `import { Testing } from 'cdktf';
import { formatStack, synthApp } from 'cdktf-ai-factory/testing';
import { describe, expect, it } from 'vitest';
import { build } from '../main';

describe('the factory', () => {
  const app = Testing.app();
  const factory = build(app);
  const { stacks } = synthApp(app);

  it('needs one server', () => {
    const pools = factory.plan.sites.flatMap((site) => site.pools);
    expect(pools.map((pool) => [pool.name, pool.nodes.planned])).toEqual([['gpus', 1]]);
  });

  // A changed snapshot is a changed cluster: read the difference, then run \`npm test -- --update\`.
  it.each(Object.values(stacks))('writes the Terraform of $id that was reviewed', async (stack) => {
    await expect(\`\${formatStack(stack)}\\n\`).toMatchFileSnapshot(\`snapshots/\${stack.id}.yaml\`);
  });
});
`;
