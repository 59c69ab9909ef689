import { type ExitCode, exitCodes, type Io } from '../io';
import { codeOf, type JudgeOptions, judge, refuse } from '../judge';
import { findingLines, json } from '../print';

/** `validate FILE|APP`: all findings of every factory; exit 0 sound, 1 findings, 2 not readable or a failed app. */
export function validate(given: string, options: JudgeOptions, io: Io): ExitCode {
  const judged = judge(given, options, io);
  if ('refused' in judged) return refuse(judged, options, io);
  const { target, factories } = judged;
  const isOne = factories.length === 1;
  const findings = factories.flatMap(({ name, findings: own }) =>
    own.map((finding) => (isOne ? finding : { factory: name, ...finding })),
  );
  const code = codeOf(findings);
  if (options.json === true) {
    io.out(json({ findings }));
    return code;
  }
  const print = code === exitCodes.sound ? io.out : io.err;
  for (const { name, findings: own } of factories) {
    if (!isOne && own.length > 0) print(`${name}:\n`);
    print(findingLines(own));
  }
  if (code === exitCodes.sound) io.out(`${target.name}: sound and feasible\n`);
  return code;
}
