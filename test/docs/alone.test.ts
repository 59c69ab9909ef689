import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as aws from '../../lib/clouds/aws';
import * as kubernetes from '../../lib/clouds/kubernetes';
import { synthesizeAlone } from '../clouds/aws/alone';
import { root } from '../source';
import { documentedStacks } from './alone';

describe('docs/constructs-alone.md', () => {
  /** Roles are created by the other classes. Sites, their pools and their handles need a factory. */
  const supporting = ['PodRole', 'ServiceRole', 'AwsSite', 'AwsGpuNodePool', 'KubernetesSite'];
  const isHandle = (name: string): boolean => /^Site(Cluster|Key|Network|Store)$/.test(name);
  const classesOf = (subpath: object): string[] =>
    Object.entries(subpath)
      .filter(([name, value]) => /^class /.test(String(value)) && !supporting.includes(name) && !isHandle(name))
      .map(([name]) => name);

  it.each([
    ['aws', aws, 14],
    ['kubernetes', kubernetes, 13],
  ])('shows every construct class of cdktf-ai-factory/%s', (_name, subpath, least) => {
    const text = readFileSync(join(root, 'docs/constructs-alone.md'), 'utf8');
    const classes = classesOf(subpath);
    expect(classes.length).toBeGreaterThan(least);
    expect(classes.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });

  it.each(Object.entries(documentedStacks))('%s synthesizes in an app of its own', (name, Stack) => {
    const stack = synthesizeAlone((app) => new Stack(app, name));
    expect(stack.objects.length).toBeGreaterThan(1);
  });
});
