import type { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { defaultCatalog, extendCatalog } from '../catalog/catalog';
import { FactoryError } from '../errors';
import { standardChecks } from '../planner/checks';
import type { Check } from '../planner/model/check';
import type { CloudRules } from '../planner/model/cloud';
import { type Finding, type LibraryFinding, sortFindings } from '../planner/model/finding';
import type { FactoryPlan } from '../planner/model/plan';
import { planFactory } from '../planner/plan-factory';
import { lookUp } from '../planner/reports/look-up';
import type { AskedFactory } from '../planner/reports/questions';
import type { FactoryInput, FactorySpec } from '../spec/factory';
import { readFactory } from '../spec/parse';
import { statedIn } from '../spec/stated';
import { AppRegistry } from './app-registry';
import type { ICloud } from './cloud';
import { type DescribedPart, Description } from './description';
import { unusedPhases } from './migration-phase';
import { writeRecord } from './record';
import { References, withShownReferences } from './references';
import { Reporter } from './reporter';
import type { TerraformSettings } from './terraform-settings';

/** A site or the traffic of a factory, as the factory fills it. */
export interface Fillable extends IConstruct {
  readonly stacks: readonly TerraformStack[];
  /**
   * Makes the Terraform of its part of the plan; references in the plan are tokens again.
   *
   * @internal
   */
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
  /** Returns violated policies in a stack whose aspects have run. */
  readonly violationsIn: (stack: TerraformStack) => readonly Finding[];
  /** Whether the user states the name; otherwise it is the id of the construct. */
  readonly isNamed: boolean;
}

const CORE = Symbol.for('cdktf-ai-factory/core');

/** What the constructs of one factory share: the description, and when it is planned and filled. */
export class FactoryCore {
  /** Returns the core of the factory that a construct is in. @throws Error if it is in none */
  public static of(construct: IConstruct): FactoryCore {
    const core = FactoryCore.find(construct);
    if (core !== undefined) return core;
    throw new Error(
      `${construct.node.path === '' ? 'the app' : construct.node.path} is in no AiFactory; use a factory, or a construct in one, as the scope`,
    );
  }

  /** Returns the core of the factory that a construct is in; undefined if it is in none. */
  public static find(construct: IConstruct): FactoryCore | undefined {
    for (const scope of [...construct.node.scopes].reverse()) {
      const core: unknown = Reflect.get(scope, CORE);
      if (core instanceof FactoryCore) return core;
    }
    return undefined;
  }

  public readonly description = new Description();
  public readonly references = new References();
  /** Tells a command that runs the app what is found. */
  public readonly reporter: Reporter;
  /** Annotations that were forwarded to a stack. */
  public readonly shown = new Set<object>();
  private readonly parts: Fillable[] = [];
  private readonly last: Fillable[] = [];
  private readonly known: ICloud[] = [];
  private phase: 'open' | 'filling' | 'built' = 'open';
  private plan?: FactoryPlan;
  private described?: FactoryInput;
  private parsed?: FactorySpec;
  private deciding = false;
  private failure?: FactoryError;
  private lineOf?: (path: string) => number | undefined;
  private plannedBefore?: AskedFactory;

  public constructor(
    public readonly factory: IConstruct,
    private readonly props: FactoryCoreProps,
  ) {
    this.reporter = new Reporter(factory, props.name);
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
    this.reporter.watch(() => this.description.add(part));
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

  /** Returns the construct that defines a part, such as `['tenants', 'search']`. */
  public find(path: readonly string[]): IConstruct | undefined {
    return this.description.find(path);
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
    const judged = this.judge();
    this.reporter.report({ ...judged, clouds: this.known });
    const { spec, planned, findings } = judged;
    this.described = spec;
    this.parsed = planned?.spec;
    if (planned === undefined || findings.some((finding) => finding.severity === 'error')) {
      this.reportOthers();
      this.failure = new FactoryError(findings);
      throw this.failure;
    }
    return planned.plan;
  }

  /** Reads and plans the factory as it is described now; the findings are located and sorted. */
  private judge(): Judged {
    const rules = this.known.map((cloud) => cloud.rules);
    const spec = this.toSpec();
    const locate = (finding: Finding): Finding => this.locate(this.weigh(finding));
    if (rules.length === 0) return { spec, findings: [locate(NO_SITES)] };
    const read = readFactory(spec, { clouds: rules });
    if ('findings' in read) {
      const rest = read.rest();
      const refused = read.findings.map((finding) => finding.path);
      const named = rest === undefined ? [] : lookUp(rest, catalogOf(rest), refused, { clouds: rules });
      return { spec, findings: sortFindings([...read.findings, ...named].map(locate)) };
    }
    const catalog = catalogOf(read.spec);
    const checks = this.props.checks ?? standardChecks;
    const plan = this.knownPlan(read.spec, rules, checks) ?? planFactory(read.spec, catalog, { clouds: rules, checks });
    const unused = unusedPhases(this.factory, this.name, Object.keys(read.spec.migrations));
    const findings = sortFindings([...plan.findings, ...unused].map(locate));
    return {
      spec,
      findings,
      planned: {
        spec: read.spec,
        catalog,
        plan: { ...plan, findings },
        clouds: rules,
        checks,
        isStated: statedIn(spec),
        locate,
      },
    };
  }

  /** Reports what the other factories of an app would find: the app ends at the first one with errors. */
  private reportOthers(): void {
    if (!this.reporter.isAsked) return;
    for (const construct of this.factory.node.root.node.findAll()) {
      const core: unknown = Reflect.get(construct, CORE);
      if (core instanceof FactoryCore && core !== this && core.plan === undefined)
        core.reporter.report({ ...core.judge(), clouds: core.known });
    }
  }

  /** Leaves the record of the factory beside its stacks. */
  public leaveRecord(outdir: string): void {
    const plan = this.decide();
    writeRecord(outdir, { name: this.name, spec: this.described ?? this.toSpec(), plan });
  }

  /** Returns violated policies in a stack whose aspects have run. */
  public violationsIn(stack: TerraformStack): readonly Finding[] {
    return this.props.violationsIn(stack);
  }

  /** Whether the library fills the stacks. */
  public get isFilling(): boolean {
    return this.phase === 'filling';
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
    const clouds = this.known.map((cloud) => cloud.rules);
    const place = this.description.placeOf(this.factory);
    const advice = this.props.isNamed ? undefined : 'give the factory a `name`';
    this.reporter.watch(() =>
      AppRegistry.of(this.factory).addPlan({ plan, clouds, place, advice, locate: (finding) => this.locate(finding) }),
    );
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
    const located = this.description.locate({ ...finding, message: withShownReferences(finding.message) });
    const line = located.at === undefined ? this.lineOf?.(finding.path) : undefined;
    return line === undefined ? located : { ...located, line };
  }

  /** Reuses a plan that was made before, if the factory is described in the same way when it is planned. */
  public planWith(planned: AskedFactory): void {
    this.plannedBefore = planned;
  }

  private knownPlan(
    spec: FactorySpec,
    clouds: readonly CloudRules[],
    checks: readonly Check[],
  ): FactoryPlan | undefined {
    const { plannedBefore: before } = this;
    if (before === undefined || checks !== (before.checks ?? standardChecks)) return undefined;
    const isSame =
      clouds.length === before.clouds.length && clouds.every((each, index) => each === before.clouds[index]);
    // As text, because the order of names decides the order of the plan.
    return isSame && JSON.stringify(spec) === JSON.stringify(before.spec) ? before.plan : undefined;
  }

  private weigh(finding: Finding): Finding {
    return this.props.strict === true && finding.severity === 'warning' ? { ...finding, severity: 'error' } : finding;
  }
}

/** A factory as it is described: what is found, and the plan if there is one. */
interface Judged {
  readonly spec: FactoryInput;
  readonly findings: readonly Finding[];
  readonly planned?: AskedFactory;
}

const NO_SITES: LibraryFinding = {
  code: 'missing',
  severity: 'error',
  path: 'sites',
  message: 'a factory has at least one site; add one, such as `new AwsSite(factory, …)`',
};

const catalogOf = (spec: FactorySpec) =>
  spec.catalog === undefined ? defaultCatalog : extendCatalog(defaultCatalog, spec.catalog);
