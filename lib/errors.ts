import { type Finding, formatFinding } from './planner/finding';

/** A factory that must not be built; carries every finding. */
export class FactoryError extends Error {
  constructor(readonly findings: readonly Finding[]) {
    super(`the factory is not sound:\n${findings.map((finding) => `  ${formatFinding(finding)}`).join('\n')}`);
    this.name = 'FactoryError';
  }
}

/** A state that no input should lead to: report it with the factory file. */
export class InternalError extends Error {
  constructor(message: string) {
    super(`${message}: this is a bug`);
    this.name = 'InternalError';
  }
}
