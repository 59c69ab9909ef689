import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { FactoryError } from '../errors';
import { type Finding, sortFindings } from '../planner/finding';
import { checkBeside, type PlannedFactory } from '../planner/uniqueness';

const REGISTRY = Symbol.for('cdktf-ai-factory/app');

/** A factory as the app asks it. */
export interface RegisteredFactory extends IConstruct {
  readonly name: string;
  /** Errors that are known once the stacks are synthesized. */
  synthesisErrors(): readonly Finding[];
  /** Returns the line of the user's code that made a construct of the factory, or the nearest one around it. */
  frameOf(construct: IConstruct): string | undefined;
}

/** A planned factory, and how its findings are located. */
export interface AddedFactory extends PlannedFactory {
  readonly locate: (finding: Finding) => Finding;
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
  }

  public addFactory(factory: RegisteredFactory): void {
    this.factories.push(factory);
  }

  /**
   * Checks a planned factory against the rest of the app: cdktf writes stacks of one id over each other without a word.
   *
   * @throws FactoryError with every collision
   */
  public addPlan(factory: AddedFactory): void {
    const beside = checkBeside(factory, this.planned);
    const findings = (beside.length > 0 ? beside : this.stackCollisions()).map(factory.locate);
    if (findings.length > 0) throw new FactoryError(sortFindings(findings));
    this.planned.push(factory);
  }

  private stackCollisions(): Finding[] {
    const byId = new Map<string, TerraformStack[]>();
    for (const stack of this.root.node.findAll().filter(TerraformStack.isStack)) {
      byId.set(stack.node.id, [...(byId.get(stack.node.id) ?? []), stack]);
    }
    return [...byId].flatMap(([id, stacks]): Finding[] => {
      const places = stacks.map((stack) => {
        const factory = this.factories.find((each) => stack.node.scopes.includes(each));
        const at = factory?.frameOf(stack);
        const of = factory === undefined ? [] : [`of factory ${factory.name}`];
        return [stack.node.path, ...of, ...(at === undefined ? [] : [`(${at})`])].join(' ');
      });
      return stacks.length === 1
        ? []
        : [
            {
              code: 'duplicate-stack',
              severity: 'error',
              path: id,
              message: `${places.join(' and ')} have one stack id, and with it one folder and one state; rename a factory, a site or a stack`,
            },
          ];
    });
  }

  private validate(): string[] {
    const findings = this.factories.flatMap((factory) => factory.synthesisErrors());
    // Thrown, because cdktf wraps what is returned in a text of its own, with a stack trace.
    if (findings.length > 0) throw new FactoryError(sortFindings(findings));
    return [];
  }
}
