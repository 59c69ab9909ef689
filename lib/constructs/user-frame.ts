import { isAbsolute, join, relative, sep } from 'node:path';
import type { IConstruct } from 'constructs';

/** Folder of this package's code, built or not. */
const OWN = join(__dirname, '..') + sep;

/** Folders that never hold the code of a user of this package: cdktf, its bindings and those that `cdktf get` makes. */
const FOREIGN = [/[\\/]node_modules[\\/](constructs|cdktf|@cdktf)[\\/]/, /[\\/]\.gen[\\/]/, /^node:/];

/** Frames to look through: a user's call may be below several layers of their own classes. */
const DEPTH = 40;

/** A line of the user's code on the call stack. */
interface UserFrame {
  readonly at: string;
  /** Class whose constructor the line is in; undefined if it is in none. */
  readonly made: string | undefined;
}

/**
 * Returns the first line of the user's code on the call stack as `file:line:column`, the file relative to the working
 * folder where it is below it; undefined if there is none.
 *
 * If that line is in the constructor of a subclass of one of these constructs, the values are where the subclass is used:
 * the result is then `file:line:column via file:line:column`, the place of the use first.
 */
export function userFrame(...constructs: readonly IConstruct[]): string | undefined {
  const frames = userFrames();
  const [first] = frames;
  const classes = new Set(constructs.flatMap(classNames));
  const isInside = ({ made }: UserFrame): boolean => made !== undefined && classes.has(made);
  if (first === undefined || !isInside(first)) return first?.at;
  const use = frames.find((frame) => !isInside(frame));
  return use === undefined ? first.at : `${use.at} via ${first.at}`;
}

/** Returns the names of the class of an object and of the classes that it extends. */
function classNames(object: object): string[] {
  const parent: unknown = Object.getPrototypeOf(object);
  if (typeof parent !== 'object' || parent === null || parent === Object.prototype) return [];
  return [parent.constructor.name, ...classNames(parent)];
}

function userFrames(): UserFrame[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = DEPTH;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  const frames: UserFrame[] = [];
  for (const line of stack.split('\n').slice(1)) {
    const found = /\(?((?:file:\/\/)?[^()\s][^()]*):(\d+):(\d+)\)?$/.exec(line.trim().replace(/^at (?!.*\()/, ''));
    if (found === null) continue;
    const [, file = '', row, column] = found;
    const path = file.replace(/^file:\/\//, '');
    if (!isAbsolute(path) || path.startsWith(OWN) || FOREIGN.some((each) => each.test(path))) continue;
    const near = relative('', path);
    const made = /^\s*at new (\S+)/.exec(line)?.[1];
    frames.push({ at: `${near.startsWith('..') ? path : near}:${row}:${column}`, made });
  }
  return frames;
}
