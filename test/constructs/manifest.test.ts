import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type StackManifest } from 'cdktf';
import { expect, it } from 'vitest';
import { composed } from './composed';

/** The cdktf command looks for each dependency among the names of the stacks to deploy or destroy. */
it('lists the stacks that a stack depends on by name', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'ai-factory-manifest-'));
  composed(new App({ outdir, skipValidation: true })).app.synth();
  const { stacks } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
    stacks: Record<string, StackManifest>;
  };
  const dependencies = Object.fromEntries(Object.values(stacks).map((each) => [each.name, each.dependencies]));
  expect(dependencies).toMatchInlineSnapshot(`
    {
      "harbour-hall-platform": [],
      "harbour-hall-workloads": [
        "harbour-hall-platform",
      ],
      "harbour-stockholm-platform": [
        "harbour-stockholm-substrate",
        "shared",
      ],
      "harbour-stockholm-substrate": [
        "shared",
      ],
      "harbour-stockholm-workloads": [
        "harbour-stockholm-platform",
        "shared",
      ],
      "harbour-traffic": [
        "harbour-stockholm-workloads",
        "harbour-hall-workloads",
        "shared",
      ],
      "shared": [],
    }
  `);
});
