import { Aspects, type IAspect, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { FactoryError } from '../errors';
import type { TerraformJson } from '../policies/terraform-json';
import { forwardAnnotations } from './annotations';
import { Description } from './description';
import type { FactoryCore } from './factory-core';
import { applyTerraformSettings } from './terraform-settings';
import { userFrame } from './user-frame';

export interface FactoryStackProps {
  readonly core: FactoryCore;
  /** Whether the stack is written, asked once it is filled. @default - always */
  readonly isWritten?: () => boolean;
}

/**
 * A stack of a factory: made with its site, filled when the factory is planned.
 *
 * `App.synth` prepares stacks, `Testing.synth` and its kin only run aspects and render: each of these ways in builds the
 * factory first.
 */
export class FactoryStack extends TerraformStack {
  private readonly props: FactoryStackProps;
  private readonly late: IAspect[] = [];
  /** Lines of the user's code that made the children of the stack, by the id of the child. */
  private readonly frames: ReadonlyMap<string, string>;
  private isPrepared = false;
  private isSynthesizing = false;
  private written?: TerraformJson;

  public constructor(scope: Construct, id: string, props: FactoryStackProps) {
    super(scope, id);
    this.props = props;
    applyTerraformSettings(this, props.core.settings, () => props.core.decide().terraform.providerConstraints);
    this.frames = watchChildren(this, props.core);
    Aspects.of(this).add(new BuildFirst(this, props.core));
    Aspects.of(this).add(new OtherAspects(this, this.late));
    const { synthesizer } = this;
    this.synthesizer = {
      synthesize: (session) => {
        this.isSynthesizing = !session.skipValidation;
        if (props.isWritten?.() ?? true) synthesizer.synthesize(session);
        this.isSynthesizing = false;
        if (props.core.stacks[0] === this) props.core.leaveRecord(session.outdir);
      },
    };
  }

  /** Adds an aspect at any time until the stack is synthesized, even while other aspects run. */
  public addAspect(aspect: IAspect): void {
    this.late.push(aspect);
  }

  /** Returns the line of the user's code that made the child of the stack with an object at a path from the stack on. */
  public frameOf(path: string): string | undefined {
    return this.frames.get(path.split('/')[1] ?? '');
  }

  public override prepareStack(): void {
    this.isPrepared = true;
    this.props.core.build();
    super.prepareStack();
  }

  public override runAllValidations(): void {
    this.props.core.build();
    super.runAllValidations();
    // `App.synth` prepares stacks and asks the app for the violations of all of them; `Testing.synth` asks each stack alone.
    const violations = this.isPrepared ? [] : this.props.core.violationsIn(this);
    if (violations.length > 0) throw new FactoryError(violations);
  }

  public override toTerraform(): ReturnType<TerraformStack['toTerraform']> {
    this.props.core.build();
    const json = super.toTerraform();
    if (this.isSynthesizing) this.written = json;
    return json;
  }

  /** Returns what the running synthesis wrote, once, so that it is not rendered again for the policies. */
  public takeWritten(): TerraformJson | undefined {
    const { written } = this;
    this.written = undefined;
    return written;
  }

  public override toHclTerraform(): ReturnType<TerraformStack['toHclTerraform']> {
    this.props.core.build();
    return super.toHclTerraform();
  }
}

/** Notes where the user's code adds children to a stack: cdktf keeps no trace of resources. */
function watchChildren({ node }: TerraformStack, core: FactoryCore): ReadonlyMap<string, string> {
  const frames = new Map<string, string>();
  const add: unknown = Reflect.get(node, 'addChild');
  if (typeof add !== 'function') return frames;
  Object.defineProperty(node, 'addChild', {
    value: (child: IConstruct, id: string): void => {
      Reflect.apply(add, node, [child, id]);
      const frame = core.isFilling || Description.isReading ? undefined : userFrame();
      if (frame !== undefined) frames.set(id, frame);
    },
  });
  return frames;
}

/** Builds the factory when the aspects of its first stack run. */
class BuildFirst implements IAspect {
  constructor(
    private readonly stack: TerraformStack,
    private readonly core: FactoryCore,
  ) {}

  visit(node: IConstruct): void {
    if (node !== this.stack) return;
    this.core.build();
    forwardAnnotations(this.stack, this.core);
  }
}

/** Runs the aspects of the constructs above a stack, since cdktf begins at the stack, and those that were added late. */
class OtherAspects implements IAspect {
  constructor(
    private readonly stack: TerraformStack,
    private readonly late: readonly IAspect[],
  ) {}

  visit(node: IConstruct): void {
    for (const scope of this.stack.node.scopes) {
      if (scope === this.stack) break;
      for (const aspect of Aspects.of(scope).all) aspect.visit(node);
    }
    for (const aspect of this.late) aspect.visit(node);
  }
}
