import type { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { defaultCatalog, extendCatalog } from '../catalog/catalog';
import { FactoryError } from '../errors';
import { type Check, standardChecks } from '../planner/checks';
import { type Finding, sortFindings } from '../planner/finding';
import { lookUp } from '../planner/look-up';
import type { FactoryPlan } from '../planner/plan';
import { planFactory } from '../planner/plan-factory';
import type { FactoryInput, FactorySpec } from '../spec/factory';
import { readFactory } from '../spec/parse';
import { AppRegistry } from './app-registry';
import type { ICloud } from './cloud';
import { type DescribedPart, Description } from './description';
import { References } from './references';
import type { TerraformSettings } from './terraform-settings';

/** A site or the traffic of a factory, as the factory fills it. */
export interface Fillable extends IConstruct {
  readonly stacks: readonly TerraformStack[];
  /** Makes the Terraform of its part of the plan; references in the plan are tokens again. */
  fill(plan: FactoryPlan): void;
}

export interface FactoryCoreProps {
  readonly name: string;
  /** Backend and version of Terraform, which do not depend on the clouds of the sites. */
  readonly settings: TerraformSettings;
  readonly checks?: readonly Check[];
  readonly strict?: boolean;
  /** Called once all stacks are filled. */
  readonly onFilled: (plan: FactoryPlan) => void;
}

const CORE = Symbol.for('cdktf-ai-factory/core');

/** What the constructs of one factory share: the description, and when it is planned and filled. */
export class FactoryCore {
  /** Returns the core of the factory that a construct is in. @throws Error if it is in none */
  public static of(construct: IConstruct): FactoryCore {
    for (const scope of [...construct.node.scopes].reverse()) {
      const core: unknown = Reflect.get(scope, CORE);
      if (core instanceof FactoryCore) return core;
    }
    throw new Error(
      `${construct.node.path === '' ? 'the app' : construct.node.path} is in no AiFactory; use a factory, or a construct in one, as the scope`,
    );
  }

  public readonly description = new Description();
  public readonly references = new References();
  /** Annotations that were forwarded to a stack. */
  public readonly shown = new Set<object>();
  private readonly parts: Fillable[] = [];
  private readonly last: Fillable[] = [];
  private readonly known: ICloud[] = [];
  private phase: 'open' | 'filling' | 'built' = 'open';
  private plan?: FactoryPlan;
  private parsed?: FactorySpec;
  private deciding = false;
  private failure?: FactoryError;
  private lineOf?: (path: string) => number | undefined;

  public constructor(
    public readonly factory: IConstruct,
    private readonly props: FactoryCoreProps,
  ) {
    Object.defineProperty(factory, CORE, { value: this });
  }

  public get name(): string {
    return this.props.name;
  }

  public get settings(): TerraformSettings {
    return this.props.settings;
  }

  /** Adds a part of the description, made by a construct. @throws FactoryError if it is wrong by itself */
  public describe(part: DescribedPart): void {
    this.description.add(part);
  }

  /** Adds what is filled after planning; the traffic of a factory is deployed last. */
  public addFillable(part: Fillable, isLast = false): void {
    if (isLast) this.last.push(part);
    else this.parts.push(part);
  }

  /** Sites, then the traffic. */
  public get fillables(): readonly Fillable[] {
    return [...this.parts, ...this.last];
  }

  /** Adds a cloud that the factory may use. @throws Error if another cloud has its name */
  public addCloud(cloud: ICloud): void {
    const same = this.known.find((each) => each.rules.name === cloud.rules.name);
    if (same === undefined) this.known.push(cloud);
    else if (same.rules !== cloud.rules) {
      throw new Error(
        `two clouds are named "${cloud.rules.name}"; give the site classes of a factory different cloud names`,
      );
    }
  }

  public get clouds(): readonly ICloud[] {
    return this.known;
  }

  /** All stacks, in deployment order. */
  public get stacks(): readonly TerraformStack[] {
    return this.fillables.flatMap((part) => part.stacks);
  }

  /** Closes the factory; `by` says what did, for an error about what is added later. */
  public close(by: string): void {
    this.description.close(by);
  }

  /** The factory as the data of a factory file. */
  public toSpec(): FactoryInput {
    return this.references.render(this.description.render()) as unknown as FactoryInput;
  }

  /** The parsed spec; set once the factory is planned. */
  public get spec(): FactorySpec | undefined {
    return this.parsed;
  }

  /** Plans the factory once. @throws FactoryError with every finding, if the factory has errors */
  public decide(): FactoryPlan {
    if (this.failure !== undefined) throw this.failure;
    if (this.plan !== undefined) return this.plan;
    this.deciding = true;
    try {
      this.plan = this.planNow();
    } finally {
      this.deciding = false;
    }
    return this.plan;
  }

  private planNow(): FactoryPlan {
    const rules = this.known.map((cloud) => cloud.rules);
    if (rules.length === 0) throw this.fail([NO_SITES].map((each) => this.locate(each)));
    const read = readFactory(this.toSpec(), { clouds: rules });
    if ('findings' in read) {
      const rest = read.rest();
      const refused = read.findings.map((finding) => finding.path);
      const named = rest === undefined ? [] : lookUp(rest, catalogOf(rest), refused, { clouds: rules });
      throw this.fail([...read.findings, ...named].map((each) => this.locate(each)));
    }
    this.parsed = read.spec;
    const planned = planFactory(read.spec, catalogOf(read.spec), {
      clouds: rules,
      checks: this.props.checks ?? standardChecks,
    });
    const findings = planned.findings.map((each) => this.locate(this.weigh(each)));
    if (findings.some((finding) => finding.severity === 'error')) throw this.fail(findings);
    return { ...planned, findings };
  }

  /** Whether the factory is being planned: nothing that it makes is known yet. */
  public get isDeciding(): boolean {
    return this.deciding;
  }

  /** Plans the factory and fills its stacks, once. @throws FactoryError with every finding, if the factory has errors */
  public build(): void {
    if (this.phase !== 'open') return;
    this.close('`build()` or synthesis');
    const plan = this.decide();
    AppRegistry.of(this.factory).addPlan({ plan, clouds: this.known.map((cloud) => cloud.rules) });
    this.phase = 'filling';
    const restored = this.references.restore(plan);
    for (const part of this.fillables) part.fill(restored);
    this.props.onFilled(plan);
    this.phase = 'built';
  }

  /** Whether the stacks are filled. */
  public get isBuilt(): boolean {
    return this.phase === 'built';
  }

  /** Sets how a path of the spec is found in the factory's file. */
  public placeBy(lineOf: (path: string) => number | undefined): void {
    this.lineOf = lineOf;
  }

  /** Adds the line of the file, or the construct and its place in the user's code. */
  public locate(finding: Finding): Finding {
    const located = this.description.locate(finding);
    const line = located.at === undefined ? this.lineOf?.(finding.path) : undefined;
    return line === undefined ? located : { ...located, line };
  }

  private weigh(finding: Finding): Finding {
    return this.props.strict === true && finding.severity === 'warning' ? { ...finding, severity: 'error' } : finding;
  }

  private fail(findings: readonly Finding[]): FactoryError {
    this.failure = new FactoryError(sortFindings(findings));
    return this.failure;
  }
}

const NO_SITES: Finding = {
  code: 'missing',
  severity: 'error',
  path: 'sites',
  message: 'a factory has at least one site; add one, such as `new AwsSite(factory, …)`',
};

const catalogOf = (spec: FactorySpec) =>
  spec.catalog === undefined ? defaultCatalog : extendCatalog(defaultCatalog, spec.catalog);
