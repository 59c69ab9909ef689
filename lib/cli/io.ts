/** Everything outside the process that a command may touch, so that tests can run it in memory. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly readFile: (path: string) => string;
  /** Replaces an existing file as a whole: readers see the old text or the new. */
  readonly writeFile: (path: string, text: string) => void;
  /** Names of what a folder contains; null if there is no such folder. */
  readonly listFolder: (path: string) => readonly string[] | null;
  /**
   * Adds files to a folder, by their paths in it; the folder is created if it is missing. Either all files are added or
   * none, and no existing file is replaced.
   */
  readonly addFiles: (folder: string, files: Readonly<Record<string, string>>) => void;
  /** Runs a command to its end; its output and errors as one text. */
  readonly exec: (command: string, args: readonly string[], cwd: string) => Ran;
  /** Runs a command line in the shell, with variables beside those of the environment. */
  readonly shell: (command: string, cwd: string, env: Readonly<Record<string, string>>) => Ran;
  readonly readInput: () => string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What `package.json` of this package says. @default - unknown */
  readonly manifest?: Manifest;
}

/** What a command that was run gave. */
export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** The part of a `package.json` that the command reads. */
export interface Manifest {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Exit codes of every command. */
export const exitCodes = { sound: 0, findings: 1, unreadable: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
