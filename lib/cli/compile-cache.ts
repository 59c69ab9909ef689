import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Lets Node keep the compiled code of modules that are loaded from now on, in the user's cache folder: the next run then does
 * not compile them again. Node checks that the code is the same and of the same version of Node, and ignores what it cannot
 * read or write. `NODE_DISABLE_COMPILE_CACHE=1` turns it off. Does nothing before Node 22.1.
 */
export function cacheCompiledCode(node: object = module, env: NodeJS.ProcessEnv = process.env): void {
  const enable: unknown = Reflect.get(node, 'enableCompileCache');
  if (typeof enable !== 'function') return;
  try {
    enable(env['NODE_COMPILE_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'cdktf-ai-factory'));
  } catch {
    // The user has no home folder: the command is as slow as at its first run.
  }
}
