import { App } from 'cdktf';
import { AiFactory } from '../constructs/ai-factory';
import { addText, type SiteClasses } from '../constructs/from-spec';

export interface SynthesizeProps {
  /** The factory file as messages name it. */
  readonly name: string;
  readonly text: string;
  readonly sites: SiteClasses;
  readonly outdir: string;
}

/**
 * Writes the app of a factory file and returns the ids of its stacks in deployment order.
 *
 * @throws FactoryError with every finding, of the plan or of the policies
 */
export function synthesizeFactory({ name, text, sites, outdir }: SynthesizeProps): readonly string[] {
  const app = new App({ outdir, skipValidation: false });
  addText(app, { name, text }, { sites }, (id, props) => new AiFactory(app, id, props));
  app.synth();
  return Object.keys(app.manifest.stacks);
}
