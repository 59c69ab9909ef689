import { App } from 'cdktf';
import type { Catalog } from '../catalog/rows';
import { aws } from '../clouds/aws';
import { kubernetes } from '../clouds/kubernetes';
import { FactoryError } from '../errors';
import type { FactorySpec } from '../spec/factory';
import { AiFactory } from './ai-factory';

/**
 * Writes the app of a factory file with the library's own adapters and returns the ids of its stacks in apply order.
 *
 * @throws FactoryError with every finding, of the plan or of the policies
 */
export function synthesizeFactory(props: {
  readonly spec: FactorySpec;
  readonly catalog: Catalog;
  readonly outdir: string;
}): readonly string[] {
  const app = new App({ outdir: props.outdir, skipValidation: false });
  const factory = new AiFactory(app, props.spec.name, {
    spec: props.spec,
    catalog: props.catalog,
    providers: [aws(), kubernetes()],
  });
  try {
    app.synth();
  } catch (error) {
    // cdktf gives text; callers get the findings that made it.
    const findings = factory.policyFindings().filter((finding) => finding.severity === 'error');
    throw findings.length > 0 ? new FactoryError(findings) : error;
  }
  return factory.stacks.map((stack) => stack.node.id);
}
