import { App } from 'cdktf';
import type { Catalog } from '../catalog/rows';
import { aws } from '../providers/aws';
import { kubernetes } from '../providers/kubernetes';
import type { FactorySpec } from '../spec/factory';
import { AiFactory } from './ai-factory';

/** Writes the app of a factory file with the library's own adapters and returns the ids of its stacks in apply order. */
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
  app.synth();
  return factory.stacks.map((stack) => stack.node.id);
}
