import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { ICloud } from '../../constructs/cloud';
import type { GpuNodePool, GpuNodePoolProps } from '../../constructs/gpu-node-pool';
import type { MoneyBudget, MoneyBudgetProps } from '../../constructs/money-budget';
import { Site, type SiteProps } from '../../constructs/site';
import type { SitePlan } from '../../planner/model/plan';
import type { KubernetesAccess } from '../../port/kubernetes-access';
import type { EntryOptions } from '../../spec/props.generated';
import type { KubernetesGpuNodePoolOptions, KubernetesSiteOptions } from './props.generated';
import { kubernetesRules } from './rules';

/** Keys of a site that constructs of their own state. */
type OwnConstructs = 'provider' | 'pools' | 'power' | 'cooling' | 'money' | 'carbon' | 'alerts' | 'dashboards';

/** The entry of a site whose load balancer exists. */
export interface KubernetesEntryOptions extends Omit<EntryOptions, 'public' | 'certificateArn' | 'allowedCidrs'> {}

/** Settings of a site whose cluster exists. Pools, budgets, alerts and dashboards are constructs of their own. */
export interface KubernetesSiteProps
  extends Omit<KubernetesSiteOptions, OwnConstructs | 'entry'>,
    Pick<SiteProps, 'name'> {
  /**
   * Entry point of requests to the site.
   * @default {}
   */
  readonly entry?: KubernetesEntryOptions;
}

/** A pool of a site whose nodes exist. */
export interface KubernetesGpuNodePoolProps extends KubernetesGpuNodePoolOptions, Pick<GpuNodePoolProps, 'name'> {}

/** The budget of a site whose cloud sends no notifications. */
export interface KubernetesMoneyBudgetProps extends Omit<MoneyBudgetProps, 'notify' | 'alertShares'> {}

/** A site whose cluster exists: an own hall, a GPU cloud, another hyperscaler's cluster. */
export class KubernetesSite extends Site {
  /** Existing clusters as a cloud. */
  public static readonly cloud: ICloud = { rules: kubernetesRules };

  public constructor(scope: Construct, id: string, props: KubernetesSiteProps) {
    super(scope, id, props, { cloud: KubernetesSite.cloud, hasSubstrate: false });
  }

  /** Adds a pool of nodes that exist. */
  public override addPool(id: string, props: KubernetesGpuNodePoolProps): GpuNodePool {
    return super.addPool(id, props);
  }

  /** Sets the money that the site may cost a month. */
  public override addMoneyBudget(props: KubernetesMoneyBudgetProps): MoneyBudget {
    return super.addMoneyBudget(props);
  }

  public override kubernetesAccess(_stack: TerraformStack, { name, context }: SitePlan): KubernetesAccess {
    if (context === null) throw new Error(`site "${name}" has no kubeconfig context; set \`context\``);
    return { configContext: context };
  }

  protected override credentials({ context }: SitePlan): string {
    return `kubectl config use-context ${context ?? ''}`;
  }
}
