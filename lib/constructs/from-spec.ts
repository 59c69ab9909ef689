import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Construct } from 'constructs';
import { FactoryError, InternalError } from '../errors';
import type { Finding, LibraryFinding } from '../planner/model/finding';
import type { FactoryInput } from '../spec/factory';
import { readFactory } from '../spec/parse';
import { type FactorySource, placeFindings, readSource } from '../spec/source';
import { usesCloud } from '../spec/uses-cloud';
import type { AiFactory, AiFactoryProps } from './ai-factory';
import { Alert } from './alert';
import { CarbonBudget } from './carbon-budget';
import type { ICloud } from './cloud';
import { CoolingBudget } from './cooling-budget';
import { Dashboard } from './dashboard';
import { Description } from './description';
import { FactoryCore } from './factory-core';
import type { IGpuNodePool } from './gpu-node-pool';
import { AlertCondition, MetricExpression, type MetricSource } from './metric-expression';
import { Migration } from './migration';
import { MoneyBudget } from './money-budget';
import { Peer } from './peer';
import { WrittenPool } from './pool-reference';
import { PowerBudget } from './power-budget';
import { type IQueue, Queue } from './queue';
import { Reporter } from './reporter';
import { SecurityBoundary } from './security-boundary';
import { type ISite, Site } from './site';
import { type ITenant, Tenant } from './tenant';
import { type ITokenWorkload, TokenWorkload } from './token-workload';
import { Traffic } from './traffic';

/** A site class: takes what a file states of a site, without its pools and budgets. */
export interface SiteClass {
  new (scope: Construct, id: string, props: never): Site;
  /** Cloud of the sites of the class; the name of its rules is the value of `provider`. */
  readonly cloud: ICloud;
}

/** Site classes by the value of `provider` in a file, such as `{ aws: AwsSite, kubernetes: KubernetesSite }`. */
export type SiteClasses = Readonly<Record<string, SiteClass>>;

/** Site classes and rules for a factory that is given as an object. */
export interface FromSpecOptions
  extends Pick<AiFactoryProps, 'checks' | 'policies' | 'policyScope' | 'strict' | 'onDate'> {
  /** Classes of the sites, by the value of `provider`. */
  readonly sites: SiteClasses;
  /**
   * Id of the factory's construct.
   * @default - the name of the factory
   */
  readonly id?: string;
}

/** Site classes and rules for a factory that is read from a file. */
export interface FromFileOptions extends FromSpecOptions {}

/** Makes the factory itself; what is in it is added by this file. */
type Make = (id: string, props: AiFactoryProps) => AiFactory;

type LineOf = (path: string) => number | undefined;

/** Adds the factory of a file, with the lines of the file in its findings. */
export function addFile(scope: Construct, file: string, options: FromFileOptions, make: Make): AiFactory {
  const read = readSource(readFileSync(file, 'utf8'), { clouds: rulesOf(options) });
  if ('unreadable' in read) {
    const findings = read.unreadable.map(
      ({ reason, line }): LibraryFinding => ({
        code: 'unreadable',
        severity: 'error',
        path: '(root)',
        ...(line === undefined ? {} : { line }),
        message: `${file} cannot be read: ${reason}`,
      }),
    );
    throw refused(scope, basename(file), findings);
  }
  if ('findings' in read) throw refused(scope, basename(file), read.findings);
  return addSource(read.source, options, make);
}

/** Adds the factory of a file that was read before. */
export const addSource = (
  { input, lineOf }: Pick<FactorySource, 'input' | 'lineOf'>,
  options: FromFileOptions,
  make: Make,
): AiFactory => addParts(input, options, make, lineOf);

/** Adds the factory that a value describes. */
export function addSpec(
  scope: Construct,
  spec: FactoryInput,
  options: FromSpecOptions,
  make: Make,
  lineOf?: LineOf,
): AiFactory {
  const read = readFactory(spec, { clouds: rulesOf(options) });
  if ('findings' in read) {
    const findings = lineOf === undefined ? read.findings : placeFindings(read.findings, lineOf);
    throw refused(scope, String(spec.name), findings);
  }
  return addParts(spec, options, make, lineOf);
}

/** Reports the findings of a factory of which there is no construct, and returns them as an error. */
function refused(scope: Construct, name: string, findings: readonly Finding[]): FactoryError {
  new Reporter(scope, name).report({ findings });
  return new FactoryError(findings);
}

const rulesOf = ({ sites }: FromSpecOptions) => Object.values(sites).map(({ cloud }) => cloud.rules);

function addParts(spec: FactoryInput, options: FromSpecOptions, make: Make, lineOf?: LineOf): AiFactory {
  const { sites, id, ...props } = options;
  return Description.reading(() => {
    const { sites: _sites, tenants: _tenants, queues, boundaries, workloads, traffic, migrations, ...own } = spec;
    const factory = make(id ?? spec.name, { ...props, ...own });
    const core = FactoryCore.of(factory);
    if (lineOf !== undefined) core.placeBy(lineOf);
    for (const { cloud } of Object.values(sites)) if (usesCloud(spec, cloud.rules)) core.addCloud(cloud);
    const parts = new SpecParts(factory, spec);
    for (const [name, site] of Object.entries(spec.sites)) parts.addSite(name, site, sites);
    for (const [name, boundary] of Object.entries(boundaries ?? {})) parts.addBoundary(name, boundary);
    for (const name of Object.keys(spec.tenants ?? {})) parts.addTenant(name);
    for (const [name, boundary] of Object.entries(boundaries ?? {})) parts.addPeers(name, boundary);
    for (const [name, { tenants, pools, ...queue }] of Object.entries(queues ?? {})) {
      const made = new Queue(factory, `queue:${name}`, {
        ...queue,
        name,
        tenants: tenants.map((each) => parts.tenant(each)),
        pools: pools?.map((each) => parts.pool(each)),
      });
      parts.queues.set(name, made);
    }
    for (const [name, workload] of Object.entries(workloads ?? {})) parts.addWorkload(name, workload);
    for (const [name, site] of Object.entries(spec.sites)) parts.addTelemetry(name, site);
    if (traffic !== undefined) {
      const { site, ...front } = traffic;
      new Traffic(factory, 'traffic:', { ...front, site: site === undefined ? undefined : parts.site(site) });
    }
    for (const [name, migration] of Object.entries(migrations ?? {})) parts.addMigration(name, migration);
    return factory;
  });
}

type Entry<K extends 'sites' | 'boundaries' | 'workloads' | 'migrations'> =
  NonNullable<FactoryInput[K]> extends Record<string, infer Value> ? Value : never;

type Query = Pick<NonNullable<Entry<'sites'>['alerts']>[string]['when'], 'workload' | 'metric' | 'expr'>;

/** The constructs of a spec by name. A name that nothing has is referred to all the same: the planner reports it. */
class SpecParts {
  public readonly queues = new Map<string, IQueue>();
  private readonly boundaries = new Map<string, SecurityBoundary>();
  private readonly made = new Map<string, Site>();
  private readonly sites = new Map<string, ISite>();
  private readonly tenants = new Map<string, ITenant>();
  private readonly pools = new Map<string, IGpuNodePool>();
  private readonly ends = new Map<string, IGpuNodePool>();
  private readonly workloads = new Map<string, ITokenWorkload>();

  constructor(
    private readonly factory: AiFactory,
    private readonly spec: FactoryInput,
  ) {}

  public addSite(name: string, spec: Entry<'sites'>, classes: SiteClasses): void {
    const { provider, pools, power, cooling, money, carbon, alerts: _alerts, dashboards: _dashboards, ...props } = spec;
    const SiteOf = Object.values(classes).find(({ cloud }) => cloud.rules.name === provider);
    if (SiteOf === undefined) throw new InternalError(`the site ${name} of provider ${provider} passed the schema`);
    const site = new SiteOf(this.factory, name, { ...props, name } as never);
    this.sites.set(name, site);
    this.made.set(name, site);
    if (power !== undefined) new PowerBudget(site, 'power:', power);
    if (cooling !== undefined) new CoolingBudget(site, 'cooling:', cooling);
    if (money !== undefined) new MoneyBudget(site, 'money:', money);
    if (carbon !== undefined) new CarbonBudget(site, 'carbon:', carbon);
    for (const [pool, own] of Object.entries(pools)) site.addPool(`pool:${pool}`, { ...own, name: pool });
  }

  /** Adds the alerts and dashboards of a site, whose workloads are known by then. */
  public addTelemetry(name: string, { alerts, dashboards }: Entry<'sites'>): void {
    const site = this.made.get(name);
    if (site === undefined) return;
    for (const [alert, { when, ...own }] of Object.entries(alerts ?? {})) {
      const { above, below } = when;
      const limit = above !== undefined ? { above } : below !== undefined ? { below } : undefined;
      new Alert(site, `alert:${alert}`, { ...own, name: alert, when: new AlertCondition(this.source(when), limit) });
    }
    for (const [dashboard, { panels, ...own }] of Object.entries(dashboards ?? {})) {
      new Dashboard(site, `dashboard:${dashboard}`, {
        ...own,
        name: dashboard,
        panels: panels.map(({ workload, metric, expr, ...panel }) => ({
          ...panel,
          metric: new MetricExpression(this.source({ workload, metric, expr })),
        })),
      });
    }
  }

  public addBoundary(name: string, { egressTenants, ingressTenants, ...boundary }: Entry<'boundaries'>): void {
    const made = new SecurityBoundary(this.factory, `boundary:${name}`, {
      ...boundary,
      name,
      // Tenants refer to boundaries and are not there yet; a list that is stated stays stated.
      egressTenants: egressTenants && [],
      ingressTenants: ingressTenants && [],
    });
    this.boundaries.set(name, made);
  }

  /** Adds the tenants that pods of a boundary may reach, or be reached by. */
  public addPeers(name: string, { egressTenants = [], ingressTenants = [] }: Entry<'boundaries'>): void {
    const boundary = this.boundaries.get(name);
    for (const tenant of egressTenants) boundary?.allowTo(Peer.tenant(this.tenant(tenant)));
    for (const tenant of ingressTenants) boundary?.allowFrom(this.tenant(tenant));
  }

  public addTenant(name: string): void {
    const { boundary, ...tenant } = this.spec.tenants?.[name] ?? {};
    const allowed =
      boundary === undefined
        ? undefined
        : (this.boundaries.get(boundary) ??
          SecurityBoundary.fromBoundaryName(this.factory, `unknown-boundary:${name}`, boundary));
    this.tenants.set(name, new Tenant(this.factory, `tenant:${name}`, { ...tenant, name, boundary: allowed }));
  }

  public addWorkload(name: string, spec: Entry<'workloads'>): void {
    const { tenant, queue, pools, sites, shares, ...workload } = spec;
    const made = new TokenWorkload(this.factory, `workload:${name}`, {
      ...workload,
      name,
      tenant: this.tenant(tenant),
      queue: queue === undefined ? undefined : this.queue(queue),
      pools: pools?.map((each) => this.pool(each)),
      sites: sites?.map((each) => this.site(each)),
      shares:
        shares === undefined
          ? undefined
          : Object.entries(shares).map(([site, share]) => ({ site: this.site(site), share })),
    });
    this.workloads.set(name, made);
  }

  public addMigration(name: string, spec: Entry<'migrations'>): void {
    const { workloads, from, to, ...migration } = spec;
    const { site, pool, ...target } = to;
    new Migration(this.factory, `migration:${name}`, {
      ...migration,
      name,
      workloads: workloads.map((each) => this.workload(each)),
      from: this.end(from.site, from.pool),
      to: this.end(site, pool),
      target,
    });
  }

  public tenant(name: string): ITenant {
    return named(this.tenants, name, () => Tenant.fromTenantName(this.factory, `tenant:${name}`, name));
  }

  public site(name: string): ISite {
    return named(this.sites, name, () => Site.fromSiteName(this.factory, `site:${name}`, name));
  }

  /** A pool as it is written: `site/pool`, or `pool` alone. */
  public pool(text: string): IGpuNodePool {
    return named(this.pools, text, () => new WrittenPool(this.factory, `pool:${text.replace('/', ':')}`, text));
  }

  private source({ workload, metric, expr }: Query): MetricSource {
    if (workload === undefined || metric === undefined) return { expr: expr ?? '' };
    return { workload: this.workload(workload), metric };
  }

  private queue(name: string): IQueue {
    return named(this.queues, name, () => Queue.fromQueueName(this.factory, `queue:${name}`, name));
  }

  private workload(name: string): ITokenWorkload {
    return named(this.workloads, name, () => TokenWorkload.fromWorkloadName(this.factory, `workload:${name}`, name));
  }

  private end(site: string, pool: string | undefined): ISite | IGpuNodePool {
    const place = this.site(site);
    if (pool === undefined) return place;
    const text = `${site}/${pool}`;
    return named(this.ends, text, () => new WrittenPool(this.factory, `end:${site}:${pool}`, text, place));
  }
}

function named<T>(known: Map<string, T>, name: string, make: () => T): T {
  const found = known.get(name) ?? make();
  known.set(name, found);
  return found;
}
