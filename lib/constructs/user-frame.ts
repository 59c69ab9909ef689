import { isAbsolute, join, relative, sep } from 'node:path';

/** Folder of this package's code, built or not. */
const OWN = join(__dirname, '..') + sep;

/** Folders that never hold the code of a user of this package: cdktf, its bindings and those that `cdktf get` makes. */
const FOREIGN = [/[\\/]node_modules[\\/](constructs|cdktf|@cdktf)[\\/]/, /[\\/]\.gen[\\/]/, /^node:/];

/** Frames to look through: a user's call may be below several layers of their own classes. */
const DEPTH = 40;

/**
 * Returns the first line of the user's code on the call stack as `file:line:column`, the file relative to the working
 * folder where it is below it; undefined if there is none.
 */
export function userFrame(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = DEPTH;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  for (const line of stack.split('\n').slice(1)) {
    const found = /\(?((?:file:\/\/)?[^()\s][^()]*):(\d+):(\d+)\)?$/.exec(line.trim().replace(/^at (?!.*\()/, ''));
    if (found === null) continue;
    const [, file = '', row, column] = found;
    const path = file.replace(/^file:\/\//, '');
    if (!isAbsolute(path) || path.startsWith(OWN) || FOREIGN.some((each) => each.test(path))) continue;
    const near = relative('', path);
    return `${near.startsWith('..') ? path : near}:${row}:${column}`;
  }
  return undefined;
}
