import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { metricMeanings } from '../../lib/spec/telemetry';
import { filesOf, nodesOf, parse, root } from '../source';

describe('the meaning of a metric', () => {
  it('is the same in docs/alerts.md', () => {
    const text = readFileSync(join(root, 'docs/alerts.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, name, meaning]) => [name, meaning]);
    expect(rows).toEqual(Object.entries(metricMeanings));
  });

  it('is the same on the member of a workload', () => {
    const file = 'lib/constructs/workload-metrics.ts';
    expect(filesOf('lib/constructs', '.ts')).toContain(file);
    const members = [...nodesOf(parse(file))].flatMap((node) => {
      if (!ts.isPropertyDeclaration(node)) return [];
      const [doc] = ts.getJSDocCommentsAndTags(node);
      return [[node.name.getText(), `${doc?.comment ?? ''}`]];
    });
    expect(members).toEqual(Object.entries(metricMeanings).map(([name, meaning]) => [name, `${meaning}.`]));
  });
});
