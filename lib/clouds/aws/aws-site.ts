import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Lazy, type TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { ICloud } from '../../constructs/cloud';
import { FactoryStack } from '../../constructs/factory-stack';
import type { Handle } from '../../constructs/handle';
import { Site, type SiteProps } from '../../constructs/site';
import type { SiteStackKind } from '../../planner/names';
import type { FactoryPlan, SitePlan } from '../../planner/plan';
import type { KubernetesAccess } from '../../port/kubernetes-access';
import { awsFrontDoor } from './aws-front-door';
import { AwsGpuNodePool, type AwsGpuNodePoolProps } from './aws-gpu-node-pool';
import { eksAccess } from './cluster/eks-access';
import type { IEksCluster } from './cluster/existing-cluster';
import { clusterKeys, networkKeys } from './existing-keys';
import { type AwsSitePlan, type AwsSubstrate, fillDynamicPool, fillSubstrate } from './fill';
import { SiteCluster } from './handles/site-cluster';
import { SiteKey } from './handles/site-key';
import { SiteNetwork } from './handles/site-network';
import { SiteStore } from './handles/site-store';
import { IdentityTags } from './identity-tags';
import type { INetwork } from './network/network';
import { awsPolicies } from './policies';
import type { AwsClusterOptions, AwsNetworkOptions, AwsSiteOptions } from './props.generated';
import { awsRules, substrateOf } from './rules';
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

export interface AwsSiteProps extends Omit<AwsSiteOptions, OwnConstructs>, Pick<SiteProps, 'name'> {
  /**
   * Network of the site: settings of the VPC that is created, or an existing VPC by `SiteNetwork.fromAttributes`.
   * @default - a VPC is created with the defaults of its settings
   */
  readonly network?: AwsNetworkOptions | INetwork;
  /**
   * EKS cluster of the site: settings of the cluster that is created, or an existing cluster by `EksCluster.fromAttributes`.
   * @default - a cluster is created with the defaults of its settings
   */
  readonly cluster?: AwsClusterOptions | IEksCluster;
}

/** A region of AWS: network, keys, EKS cluster and node pools are created there. */
export class AwsSite extends Site {
  /** AWS as a cloud. */
  public static readonly cloud: ICloud = {
    rules: awsRules,
    frontDoors: { route53: awsFrontDoor, 'global-accelerator': awsFrontDoor },
    policies: awsPolicies,
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
  /** Bucket of the model weights. */
  public readonly store: SiteStore;
  private readonly made: Handle<AwsSubstrate>;

  public constructor(scope: Construct, id: string, props: AwsSiteProps) {
    super(scope, id, props, { cloud: AwsSite.cloud, hasSubstrate: true });
    this.made = this.handle<AwsSubstrate>('the substrate');
    this.network = new SiteNetwork(this.made);
    this.cluster = new SiteCluster(this.made);
    this.key = new SiteKey(this.substrate, this.made);
    this.store = new SiteStore(this.substrate, this.made, {
      region: props.region,
      partition: props.partition ?? 'aws',
    });
  }

  /** Returns the site's keys as a factory file has them, an existing network and cluster among them. */
  protected override render({ network, cluster, ...props }: AwsSiteProps): object {
    return { ...props, ...networkKeys(network, props.addressRange), ...clusterKeys(cluster) };
  }

  /** Adds a pool of nodes. */
  public override addPool(id: string, props: AwsGpuNodePoolProps): AwsGpuNodePool {
    return new AwsGpuNodePool(this, id, props, this.made);
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
