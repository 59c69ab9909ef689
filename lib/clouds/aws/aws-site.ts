import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Lazy, type TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { ICloud } from '../../constructs/cloud';
import { FactoryStack } from '../../constructs/factory-stack';
import type { Handle } from '../../constructs/handle';
import { Site, type SiteProps } from '../../constructs/site';
import type { SiteStackKind } from '../../planner/model/names';
import type { FactoryPlan, SitePlan } from '../../planner/model/plan';
import type { KubernetesAccess } from '../../port/kubernetes-access';
import { awsFrontDoor } from './aws-front-door';
import { AwsGpuNodePool, type AwsGpuNodePoolProps } from './aws-gpu-node-pool';
import { eksAccess } from './cluster/eks-access';
import type { IEksCluster } from './cluster/existing-cluster';
import { clusterKeys, existingCluster, isIsolatedNetwork, networkKeys, stackOfCluster } from './existing-keys';
import { type AwsSitePlan, type AwsSubstrate, fillDynamicPool, fillSubstrate } from './fill';
import { SiteCluster } from './handles/site-cluster';
import { SiteKey } from './handles/site-key';
import { SiteNetwork } from './handles/site-network';
import { SiteStore } from './handles/site-store';
import { setSubstrateHandle } from './handles/substrate-handle';
import type { IRole } from './identity/role';
import { IdentityTags } from './identity-tags';
import type { INetwork } from './network/existing-network';
import { awsPolicies } from './policies';
import type { AwsClusterOptions, AwsNetworkOptions, AwsSiteOptions, ExistingClusterOptions } from './props.generated';
import { awsRecovery } from './recovery';
import { awsRules, substrateOf } from './rules';
import { siteNames } from './rules/names';
import { settingsOf } from './settings';

/** Keys of a site that constructs of their own state. */
type OwnConstructs =
  | 'provider'
  | 'pools'
  | 'power'
  | 'cooling'
  | 'money'
  | 'carbon'
  | 'alerts'
  | 'dashboards'
  | 'network'
  | 'cluster';

/** Settings of a site in an AWS region. Pools, budgets, alerts and dashboards are constructs of their own. */
export interface AwsSiteProps extends Omit<AwsSiteOptions, OwnConstructs>, Pick<SiteProps, 'name'> {
  /**
   * Network of the site: settings of the VPC that is created, or an existing VPC by `SiteNetwork.fromAttributes`.
   * @default - a VPC is created with the defaults of its settings
   */
  readonly network?: AwsNetworkOptions | INetwork;
  /** EKS cluster of the site: settings of the cluster that is created, or an existing cluster by `EksCluster.fromAttributes`. */
  readonly cluster: AwsClusterProps | ExistingAwsClusterProps | IEksCluster;
}

/** Settings of a cluster that is created. */
export interface AwsClusterProps extends AwsClusterOptions {
  /** ARNs of the IAM principals that administer the cluster; at least one. */
  readonly admins: readonly string[];
  /** Nothing: the cluster is created. @default - nothing */
  readonly existing?: undefined;
}

/** Settings of an existing cluster as a factory file states them; an object of `EksCluster.fromAttributes` states the same. */
export interface ExistingAwsClusterProps extends AwsClusterOptions {
  readonly existing: ExistingClusterOptions;
}

/** A region of AWS: network, keys, EKS cluster and node pools are created there. */
export class AwsSite extends Site {
  /** AWS as a cloud. */
  public static readonly cloud: ICloud = {
    rules: awsRules,
    frontDoors: { route53: awsFrontDoor, 'global-accelerator': awsFrontDoor },
    policies: awsPolicies,
    recovery: awsRecovery,
  };

  declare protected readonly props: AwsSiteProps;
  /** Network, keys, cluster, pools, sinks. */
  declare public readonly substrate: TerraformStack;
  /** VPC and subnets of the site. */
  public readonly network: SiteNetwork;
  /** EKS cluster of the site. */
  public readonly cluster: SiteCluster;
  /** Key that encrypts what the site stores. */
  public readonly key: SiteKey;
  /**
   * IAM role of the nodes of all managed node groups, system nodes included. An existing cluster has none: use `nodeRole` of a
   * pool.
   */
  public readonly nodeRole: IRole;
  /** Bucket of the model weights. */
  public readonly store: SiteStore;
  private readonly made: Handle<AwsSubstrate>;

  public constructor(scope: Construct, id: string, props: AwsSiteProps) {
    super(scope, id, props, { cloud: AwsSite.cloud, hasSubstrate: true });
    const stack = stackOfCluster(props.cluster);
    if (stack !== undefined) this.substrate.addDependency(stack);
    this.made = this.handle<AwsSubstrate>('the substrate');
    setSubstrateHandle(this, this.made);
    this.network = new SiteNetwork(this.made, isIsolatedNetwork(props.network));
    const existing = existingCluster(props.cluster, this.name);
    this.cluster = new SiteCluster(
      this.made,
      existing?.name ?? siteNames(this.core.name, this.name).cluster,
      existing === undefined || existing.nodeSecurityGroupId !== undefined,
    );
    this.key = new SiteKey(this.substrate, this.made);
    const role = (attribute: (role: IRole) => string): string =>
      this.made.string(({ cluster: { systemNodes } }) => {
        if (systemNodes !== undefined) return attribute(systemNodes.nodeRole);
        throw new Error(`the existing cluster of site ${this.name} has roles of its own; use \`nodeRole\` of a pool`);
      });
    this.nodeRole = {
      roleName: role(({ roleName }) => roleName),
      roleArn: role(({ roleArn }) => roleArn),
      roleId: `${this.name}-nodes`,
    };
    this.store = new SiteStore(this.substrate, this.made, this.key, {
      region: props.region,
      partition: props.partition ?? 'aws',
    });
  }

  /** Constructs that the site is made of below Kubernetes. Reading it builds the factory; in `whenFilled` it is built. */
  public get resources(): AwsSubstrate {
    return this.made.get();
  }

  /** Returns the site's keys as a factory file has them, an existing network and cluster among them. */
  protected override render({ network, cluster, ...props }: AwsSiteProps): object {
    return { ...props, ...networkKeys(network, props.addressRange, this.name), ...clusterKeys(cluster, this.name) };
  }

  /** Adds a pool of nodes. */
  public override addPool(id: string, props: AwsGpuNodePoolProps): AwsGpuNodePool {
    return new AwsGpuNodePool(this, id, props);
  }

  public override kubernetesAccess(
    stack: TerraformStack,
    site: SitePlan,
    factory: FactoryPlan,
    alias?: string,
  ): KubernetesAccess {
    if (site.context !== null) return { configContext: site.context };
    const { substrate, settings } = sitePlanOf(site, factory);
    return eksAccess(stack, { clusterName: substrate.cluster.name, provider: settings.provider, alias });
  }

  protected override prepare(stack: TerraformStack, _kind: SiteStackKind): void {
    const { region, accountId, assumeRoleArn } = this.props;
    if (stack instanceof FactoryStack) stack.addAspect(new IdentityTags());
    new AwsProvider(stack, 'aws', {
      region,
      allowedAccountIds: [accountId],
      ...(assumeRoleArn === undefined ? {} : { assumeRole: [{ roleArn: assumeRoleArn, sessionName: 'ai-factory' }] }),
      // The tags name the jurisdiction of the region, which the plan knows.
      defaultTags: [{ tags: Token.asStringMap(Lazy.anyValue({ produce: () => this.built().tags })) }],
    });
  }

  protected override credentials(site: SitePlan): string {
    const { region, context } = site;
    if (context !== null) return `kubectl config use-context ${context}`;
    return `aws eks update-kubeconfig --region ${region ?? ''} --name ${substrateOf(site)?.cluster.name ?? ''}`;
  }

  protected override fillSubstrate(stack: TerraformStack, site: SitePlan, factory: FactoryPlan): void {
    this.made.fulfil(fillSubstrate(stack, sitePlanOf(site, factory)));
  }

  protected override fillDynamicPools(stack: TerraformStack, site: SitePlan, factory: FactoryPlan): void {
    for (const pool of site.pools.filter((each) => each.manager === 'dynamic')) {
      fillDynamicPool(stack, `pool-${pool.name}`, sitePlanOf(site, factory), pool);
    }
  }
}

/** @throws Error if the site has no substrate of AWS */
function sitePlanOf(site: SitePlan, factory: FactoryPlan): AwsSitePlan {
  const substrate = substrateOf(site);
  if (substrate === null) throw new Error(`site "${site.name}" has no substrate of AWS`);
  return { site, substrate, settings: settingsOf(site, factory) };
}
