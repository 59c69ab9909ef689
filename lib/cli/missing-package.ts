import type { LibraryFinding } from '../planner/model/finding';
import type { Manifest } from './io';

const NOT_FOUND = /^(ERR_)?MODULE_NOT_FOUND$/;

/** Returns the finding for an error of a package that is not installed; undefined for every other error. */
export function missingPackage(error: unknown, manifest: Manifest | undefined): LibraryFinding | undefined {
  if (!(error instanceof Error)) return undefined;
  const name = 'code' in error && NOT_FOUND.test(String(error.code)) ? packageIn(error.message) : undefined;
  if (name === undefined) return missingPackage(error.cause, manifest);
  const range = manifest?.peerDependencies[name];
  const spec = range === undefined ? name : `${name}@${range}`;
  return {
    code: 'missing-package',
    severity: 'error',
    path: '(root)',
    message: `the package ${name} is not installed, and this factory needs it; run npm install "${spec}"`,
  };
}

/** Name of the package in a message such as `Cannot find module '@cdktf/provider-aws/lib/vpc'`. */
function packageIn(message: string): string | undefined {
  const found = /'((?:@[^/']+\/)?[^./'][^/']*)[^']*'/.exec(message);
  return found?.[1];
}
