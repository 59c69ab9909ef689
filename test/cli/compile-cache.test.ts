import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { cacheCompiledCode } from '../../lib/cli/compile-cache';
import { importsOf, parse } from '../source';

it('keeps compiled code in the cache folder of the user, or where Node is told to', () => {
  const enableCompileCache = vi.fn();
  cacheCompiledCode({ enableCompileCache }, {});
  cacheCompiledCode({ enableCompileCache }, { XDG_CACHE_HOME: '/cache' });
  cacheCompiledCode({ enableCompileCache }, { XDG_CACHE_HOME: '/cache', NODE_COMPILE_CACHE: '/own' });
  const folders = [join(homedir(), '.cache/cdktf-ai-factory'), '/cache/cdktf-ai-factory', '/own'];
  expect(enableCompileCache.mock.calls).toEqual(folders.map((each) => [each]));
});

it('does nothing in a Node without a compile cache', () => {
  expect(() => cacheCompiledCode({}, {})).not.toThrow();
});

it('does not stop the command if there is no cache', () => {
  const enableCompileCache = () => {
    throw new Error('no folder');
  };
  expect(() => cacheCompiledCode({ enableCompileCache }, {})).not.toThrow();
});

it('is on before anything else of the command is loaded', () => {
  const loaded = importsOf(parse('lib/cli/main.ts')).map(({ from }) => from);
  expect(loaded).toEqual(['./compile-cache', './start']);
  expect(importsOf(parse('lib/cli/compile-cache.ts')).every(({ from }) => from.startsWith('node:'))).toBe(true);
});
