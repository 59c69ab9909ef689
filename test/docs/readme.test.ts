import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../source';

describe('docs/promises.md', () => {
  it('names tests that exist', () => {
    const text = readFileSync(join(root, 'docs/promises.md'), 'utf8');
    const named = [...text.matchAll(/`((?:test|scripts)\/[^`]+)`/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('README.md', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');

  it.each(['examples/04-one-pool/main.ts', 'examples/04-one-pool/factory.yaml'])('shows %s as it is', (file) => {
    expect(readme).toContain(readFileSync(join(root, file), 'utf8'));
  });

  it('names the major versions of the tools that the package is built with', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const [line = ''] = /^npm install --save-dev .*$/m.exec(readme) ?? [];
    for (const name of ['typescript', '@types/node']) {
      const [major = ''] = /\d+/.exec(devDependencies[name]) ?? [];
      expect(line).toContain(` ${name}@^${major}`);
    }
  });

  it('has every package that a user installs in one line', () => {
    const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const [line = ''] = /^npm install cdktf-ai-factory .*$/m.exec(readme) ?? [];
    const stated = [...line.matchAll(/"?((?:@[\w-]+\/)?[\w-]+)@([^"\s]+(?: <\d+)?)"?/g)].map(([, name, range]) => [
      name,
      range,
    ]);
    expect(Object.fromEntries(stated)).toEqual(peerDependencies);
  });
});
