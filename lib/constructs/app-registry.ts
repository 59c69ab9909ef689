import { App, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { FactoryError } from '../errors';
import { checkBeside, type PlannedFactory } from '../planner/checks/uniqueness';
import { type Finding, type LibraryFinding, sortFindings } from '../planner/model/finding';
import { nameDependencies } from './manifest-dependencies';

const REGISTRY = Symbol.for('cdktf-ai-factory/app');

/** A factory as the app asks it. */
export interface RegisteredFactory extends IConstruct {
  readonly name: string;
  /** Whether the user states the name; otherwise it is the id of the construct. */
  readonly isNamed: boolean;
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
  public addPlan(factory: AddedFactory): void {
    const beside = checkBeside(factory, this.planned);
    const findings = beside.length > 0 ? beside.map(factory.locate) : this.stackCollisions();
    if (findings.length > 0) throw new FactoryError(sortFindings(findings));
    this.planned.push(factory);
  }

  private stackCollisions(): LibraryFinding[] {
    const byId = new Map<string, TerraformStack[]>();
    for (const stack of this.root.node.findAll().filter(TerraformStack.isStack)) {
      byId.set(stack.node.id, [...(byId.get(stack.node.id) ?? []), stack]);
    }
    const pairs = new Map<string, LibraryFinding>();
    for (const [id, stacks] of byId) {
      const [first, second] = stacks.map((stack) => this.placeOf(stack));
      if (first === undefined || second === undefined) continue;
      // Two factories of one name share the ids of all their stacks: the first says it.
      const key = first.factory === second.factory ? id : `${first.factory?.node.path} ${second.factory?.node.path}`;
      if (!pairs.has(key)) pairs.set(key, duplicateStack(id, first, second));
    }
    return [...pairs.values()];
  }

  private placeOf(stack: TerraformStack): StackPlace {
    const factory = this.factories.find((each) => stack.node.scopes.includes(each));
    return { path: stack.node.path, factory, at: factory?.frameOf(stack) };
  }

  private validate(): string[] {
    const findings = this.factories.flatMap((factory) => factory.synthesisErrors());
    // Thrown, because cdktf wraps what is returned in a text of its own, with a stack trace.
    if (findings.length > 0) throw new FactoryError(sortFindings(findings));
    return [];
  }
}

interface StackPlace {
  readonly path: string;
  /** The factory that the stack is in. @default - a stack of the user's own */
  readonly factory: RegisteredFactory | undefined;
  readonly at: string | undefined;
}

function duplicateStack(id: string, first: StackPlace, second: StackPlace): LibraryFinding {
  const shown = ({ factory }: StackPlace): string => (factory === undefined ? '' : ` of factory ${factory.name}`);
  const place = first.at === undefined ? '' : ` (${first.at})`;
  const sameName = first.factory !== second.factory && first.factory?.name === second.factory?.name;
  const isUnnamed = [first, second].some(({ factory }) => factory?.isNamed === false);
  const fix = sameName && isUnnamed ? 'give the factory a `name`' : 'rename a factory, a site or a stack';
  return {
    code: 'duplicate-stack',
    severity: 'error',
    path: id,
    construct: second.path,
    ...(second.at === undefined ? {} : { at: second.at }),
    message: `the stack${shown(second)} has the id of ${first.path}${shown(first)}${place}, and with it one folder and one state; ${fix}`,
  };
}
