import type { ExitCode, Io } from '../io';
import { findingLines, json, loadFactory, nameOf } from '../load';

/** `validate FILE`: all findings; exit 0 sound, 1 findings, 2 not readable. */
export function validate(file: string, options: { readonly json?: boolean }, io: Io): ExitCode {
  const { findings, code } = loadFactory(file, io);
  if (options.json === true) io.out(json({ findings }));
  else {
    (code === 0 ? io.out : io.err)(findingLines(findings));
    if (code === 0) io.out(`${nameOf(file)}: sound and feasible\n`);
  }
  return code;
}
