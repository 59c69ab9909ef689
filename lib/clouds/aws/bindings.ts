const PACKAGE = '@cdktf/provider-aws';
const NOT_FOUND = 'MODULE_NOT_FOUND';

/** An optional package that is not installed. Node prints the message without a stack, which would show its module loader. */
class MissingBindings extends Error {
  constructor() {
    super(`the package '${PACKAGE}' is not installed, and AWS sites need it; run npm install "${PACKAGE}@^21.22.0"`);
    Object.defineProperty(this, 'name', { value: 'Error' });
    Object.defineProperty(this, 'code', { value: NOT_FOUND });
    this.stack = `Error: ${this.message}`;
  }
}

/**
 * Loads the bindings of Terraform's AWS provider. They are an optional peer of the package, because they are 392 MB and
 * only AWS sites need them.
 *
 * @throws Error in one sentence if they are not installed
 */
function loadBindings(): void {
  try {
    require('@cdktf/provider-aws/lib/provider');
  } catch (error) {
    const isMissing =
      error instanceof Error && 'code' in error && error.code === NOT_FOUND && error.message.includes(PACKAGE);
    throw isMissing ? new MissingBindings() : error;
  }
}

loadBindings();
