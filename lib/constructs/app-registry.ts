import { App, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { FactoryError } from '../errors';
import { type Finding, sortFindings } from '../planner/finding';
import { checkBeside, type PlannedFactory } from '../planner/uniqueness';
import { nameDependencies } from './manifest-dependencies';

const REGISTRY = Symbol.for('cdktf-ai-factory/app');

/** A factory as the app asks it. */
export interface RegisteredFactory extends IConstruct {
  readonly name: string;
  /** Errors that are known once the stacks are synthesized. */
  synthesisErrors(): readonly Finding[];
}

/** What the factories of one app must not share, and their errors, which are reported together. */
export class AppRegistry {
  public static of(construct: IConstruct): AppRegistry {
    const { root } = construct.node;
    const known: unknown = Reflect.get(root, REGISTRY);
    if (known instanceof AppRegistry) return known;
    const made = new AppRegistry(root);
    Object.defineProperty(root, REGISTRY, { value: made });
    return made;
  }

  private readonly factories: RegisteredFactory[] = [];
  private readonly planned: PlannedFactory[] = [];

  private constructor(private readonly root: IConstruct) {
    // The validation is the app's, not the stacks': cdktf stops at the first stack that fails, and asks the app after the
    // last one, before it writes the manifest without which nothing can be deployed.
    root.node.addValidation({ validate: () => this.validate() });
    // The testing kit's root is no whole app and writes no manifest.
    if (root instanceof App) nameDependencies(root.manifest);
  }

  public addFactory(factory: RegisteredFactory): void {
    this.factories.push(factory);
  }

  /**
   * Checks a planned factory against the rest of the app: cdktf writes stacks of one id over each other without a word.
   *
   * @throws FactoryError with every collision
   */
  public addPlan(factory: PlannedFactory): void {
    const beside = checkBeside(factory, this.planned);
    const findings = beside.length > 0 ? beside : this.stackCollisions();
    if (findings.length > 0) throw new FactoryError(sortFindings(findings));
    this.planned.push(factory);
  }

  private stackCollisions(): Finding[] {
    const byId = new Map<string, string[]>();
    for (const stack of this.root.node.findAll().filter(TerraformStack.isStack)) {
      byId.set(stack.node.id, [...(byId.get(stack.node.id) ?? []), stack.node.path]);
    }
    return [...byId].flatMap(([id, paths]): Finding[] =>
      paths.length === 1
        ? []
        : [
            {
              code: 'duplicate-stack',
              severity: 'error',
              path: id,
              message: `${paths.join(' and ')} have one stack id, and with it one folder and one state; rename a factory, a site or a stack`,
            },
          ],
    );
  }

  private validate(): string[] {
    const findings = this.factories.flatMap((factory) => factory.synthesisErrors());
    // Thrown, because cdktf wraps what is returned in a text of its own, with a stack trace.
    if (findings.length > 0) throw new FactoryError(sortFindings(findings));
    return [];
  }
}
