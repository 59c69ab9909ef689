/** What a command may touch: so that tests can run it inside their own process. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly readFile: (path: string) => string;
  /** Replaces a file as a whole: readers see the old text or the new. */
  readonly writeFile: (path: string, text: string) => void;
  /** Runs a command to its end; its output and errors as one text. */
  readonly exec: (
    command: string,
    args: readonly string[],
    cwd: string,
  ) => { readonly code: number; readonly output: string };
  readonly readInput: () => string;
  readonly cwd: string;
  /** Version of the package. @default - not told */
  readonly version?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Exit codes of every command. */
export const exitCodes = { sound: 0, findings: 1, unreadable: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
