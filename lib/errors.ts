import { type Finding, formatFinding } from './planner/model/finding';

/** A factory that must not be built; carries every finding. */
export class FactoryError extends Error {
  /** Problems that were found; warnings and notes are among them if the whole factory was checked. */
  declare readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super();
    // Not enumerable: Node prints enumerable properties of an uncaught error beside its message.
    Object.defineProperty(this, 'findings', { value: findings });
    Object.defineProperty(this, 'name', { value: 'FactoryError' });
    const text = `the factory has errors:\n${findings.map((finding) => `  ${formatFinding(finding)}`).join('\n')}`;
    // cdktf rewrites the message of an error that is thrown inside a token: each of its layers would repeat the findings.
    Object.defineProperty(this, 'message', { get: () => text, set: () => undefined });
    // The findings say where the user's code is wrong; the stack would show ours.
    this.stack = `${this.name}: ${text}`;
  }
}

/** A state that no input should lead to: report it with the factory file. */
export class InternalError extends Error {
  constructor(message: string) {
    super(`${message}: this is a bug`);
    this.name = 'InternalError';
  }
}
