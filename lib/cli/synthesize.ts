import { App } from 'cdktf';
import { AwsSite } from '../clouds/aws/aws-site';
import { KubernetesSite } from '../clouds/kubernetes';
import { AiFactory } from '../constructs/ai-factory';
import { FactoryError } from '../errors';
import type { FactoryInput } from '../spec/factory';

/**
 * Writes the app of a factory file with the library's own clouds and returns the ids of its stacks in deployment order.
 *
 * @throws FactoryError with every finding, of the plan or of the policies
 */
export function synthesizeFactory(props: { readonly input: FactoryInput; readonly outdir: string }): readonly string[] {
  const app = new App({ outdir: props.outdir, skipValidation: false });
  const factory = AiFactory.fromSpec(app, props.input, { sites: { aws: AwsSite, kubernetes: KubernetesSite } });
  try {
    app.synth();
  } catch (error) {
    if (error instanceof FactoryError) throw error;
    // cdktf gives text; callers get the findings that made it.
    const findings = factory.policyFindings().filter((finding) => finding.severity === 'error');
    throw findings.length > 0 ? new FactoryError(findings) : error;
  }
  return Object.keys(app.manifest.stacks);
}
