import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as aws from '../../lib/clouds/aws';
import { synthesizeAlone } from '../clouds/aws/alone';
import { root } from '../source';
import { documentedStacks } from './alone';

describe('docs/constructs-alone.md', () => {
  it('shows every construct class of the package', () => {
    const text = readFileSync(join(root, 'docs/constructs-alone.md'), 'utf8');
    // Roles are created by the other classes; sites, their pools and their handles need a factory.
    const supporting = ['PodRole', 'ServiceRole', 'AwsGpuNodePool', 'AwsSite'];
    const isHandle = (name: string): boolean => /^Site(Cluster|Key|Network|Store)$/.test(name);
    const classes = Object.entries(aws)
      .filter(([name, value]) => /^class /.test(String(value)) && !supporting.includes(name) && !isHandle(name))
      .map(([name]) => name);
    expect(classes.length).toBeGreaterThan(14);
    expect(classes.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });

  it.each(Object.entries(documentedStacks))('%s synthesizes in an app of its own', (name, Stack) => {
    const stack = synthesizeAlone((app) => new Stack(app, name));
    expect(stack.objects.length).toBeGreaterThan(1);
  });
});
