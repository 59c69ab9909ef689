import { App } from 'cdktf';
import { AiFactory } from '../constructs/ai-factory';
import { FactoryCore } from '../constructs/factory-core';
import { addSource, type SiteClasses } from '../constructs/from-spec';
import type { AskedFactory } from '../planner/reports/questions';
import type { FactorySource } from '../spec/source';

export interface SynthesizeProps {
  /** The factory file as it was read. */
  readonly source: FactorySource;
  /** Plan of the same file. */
  readonly planned: AskedFactory;
  readonly sites: SiteClasses;
  readonly outdir: string;
}

/**
 * Writes the app of a factory file and returns the ids of its stacks in deployment order.
 *
 * @throws FactoryError with every finding, of the plan or of the policies
 */
export const synthesizeFactory = ({ source, planned, sites, outdir }: SynthesizeProps): readonly string[] =>
  withoutTraces(() => {
    const app = new App({ outdir, skipValidation: false });
    const factory = addSource(source, { sites }, (id, props) => new AiFactory(app, id, props));
    FactoryCore.of(factory).planWith(planned);
    app.synth();
    return Object.keys(app.manifest.stacks);
  });

/**
 * Runs something without the call stack that cdktf keeps of each token, a quarter of the time and half of the memory of a large
 * factory. It leads to a line of the user's code, and a factory file has none. Errors that are caught outside keep theirs.
 */
function withoutTraces<T>(run: () => T): T {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = () => '';
  try {
    return run();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}
