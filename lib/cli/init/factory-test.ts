/** `test/factory.test.ts` of a new project. */
export const FACTORY_TEST = `import { Testing } from 'cdktf';
import { formatStack, synthApp } from 'cdktf-ai-factory/testing';
import { describe, expect, it } from 'vitest';
import { build } from '../main';

describe('the factory', () => {
  const app = Testing.app();
  const factory = build(app);
  const { stacks } = synthApp(app);

  // A changed snapshot is a changed factory: read the difference, then run \`npm test -- --update\`.
  it('plans the nodes that were reviewed', () => {
    const pools = factory.plan.sites.flatMap((site) => site.pools.map((pool) => ({ site, pool })));
    const nodes = pools.map(({ site, pool }) => \`\${site.name}/\${pool.name}: \${pool.nodes.planned}\`);
    expect(nodes).toMatchInlineSnapshot(\`
      [
        "lab/gpus: 1",
      ]
    \`);
  });

  it.each(Object.values(stacks))('writes the Terraform of $id that was reviewed', async (stack) => {
    await expect(\`\${formatStack(stack)}\\n\`).toMatchFileSnapshot(\`snapshots/\${stack.id}.yaml\`);
  });
});
`;
