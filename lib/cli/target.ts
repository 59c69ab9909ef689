import { basename, dirname, join, resolve } from 'node:path';
import type { Finding, LibraryFinding } from '../planner/model/finding';
import { APP_FILE, type App, parseApp } from './app/app';
import type { Io } from './io';

/** Text of a factory file. */
export interface FileTarget {
  readonly kind: 'file';
  /** The file as messages name it. */
  readonly name: string;
  readonly text: string;
  /** Absolute path; null for standard input. */
  readonly path: string | null;
}

/** An app. */
export interface AppTarget {
  readonly kind: 'app';
  /** The app as the user named it. */
  readonly name: string;
  readonly app: App;
}

/** Neither a factory file nor an app. */
export interface UnreadableTarget {
  readonly kind: 'unreadable';
  readonly findings: readonly Finding[];
}

/** What a command is run on. */
export type Target = ReadableTarget | UnreadableTarget;
export type ReadableTarget = FileTarget | AppTarget;

/** The file name that means standard input. */
const STANDARD_INPUT = '-';

/** Reads a factory file, or the `cdktf.json` of an app: the file itself, or the folder in which it is. */
export function readTarget(given: string, io: Io): Target {
  if (given === STANDARD_INPUT) return { kind: 'file', name: 'standard input', text: io.readInput(), path: null };
  const path = resolve(io.cwd, given);
  const read = readText(path, io);
  if ('text' in read) {
    return basename(path) === APP_FILE
      ? appTarget(given, dirname(path), read.text)
      : { kind: 'file', name: given, text: read.text, path };
  }
  if (read.code !== 'EISDIR') return unreadable(given, reasons[read.code] ?? read.reason);
  const app = readText(join(path, APP_FILE), io);
  return 'text' in app
    ? appTarget(given, path, app.text)
    : unreadable(given, `it is a folder without a readable ${APP_FILE}; give a factory file, or the folder of an app`);
}

/** Reads the text of a file; `code` is that of the system. */
function readText(
  path: string,
  io: Io,
): { readonly text: string } | { readonly code: string; readonly reason: string } {
  try {
    return { text: io.readFile(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { code, reason: error instanceof Error ? error.message : String(error) };
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; give the path of a factory file, the folder of a cdktf app, or - for standard input',
  EACCES: 'permission is denied',
};

function appTarget(name: string, folder: string, text: string): Target {
  const read = parseApp(name, folder, text);
  return 'app' in read ? { kind: 'app', name, app: read.app } : unreadable(name, read.problem);
}

export const unreadable = (name: string, reason: string, line?: number): UnreadableTarget => ({
  kind: 'unreadable',
  findings: [
    {
      code: 'unreadable',
      severity: 'error',
      path: '(root)',
      ...(line === undefined ? {} : { line }),
      message: `${name} cannot be read: ${reason}`,
    } satisfies LibraryFinding,
  ],
});
