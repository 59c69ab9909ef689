import { type ExitCode, exitCodes, type Io } from '../io';
import type { JudgedFactory } from '../judge';
import { findingLines, type JsonOption, json } from '../print';

/** Prints the answer of a factory, or why there is none, and returns the exit code. */
export function printAnswer({ answer, findings }: JudgedFactory, options: JsonOption, io: Io): ExitCode {
  if (answer !== null && !('refused' in answer)) {
    io.out(options.json === true ? json(answer.json) : answer.text);
    return answer.isSound ? exitCodes.sound : exitCodes.findings;
  }
  const refused = answer?.refused ?? findings;
  if (options.json === true) io.out(json({ findings: refused }));
  else {
    if (answer?.because !== undefined) io.err(`${answer.because}:\n`);
    io.err(findingLines(refused.filter(({ severity }) => severity === 'error')));
  }
  return exitCodes.findings;
}
