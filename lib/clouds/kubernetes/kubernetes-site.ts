import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { ICloud } from '../../constructs/cloud';
import { Site, type SiteProps } from '../../constructs/site';
import type { SitePlan } from '../../planner/plan';
import type { KubernetesAccess } from '../../port/kubernetes-access';
import type { KubernetesSiteOptions } from './props.generated';
import { kubernetesRules } from './rules';

/** Keys of a site that constructs of their own state. */
type OwnConstructs = 'provider' | 'pools' | 'power' | 'cooling' | 'money' | 'carbon' | 'alerts' | 'dashboards';

/** Settings of a site whose cluster exists. Pools, budgets, alerts and dashboards are constructs of their own. */
export interface KubernetesSiteProps extends Omit<KubernetesSiteOptions, OwnConstructs>, Pick<SiteProps, 'name'> {}

/** A site whose cluster exists: an own hall, a GPU cloud, another hyperscaler's cluster. */
export class KubernetesSite extends Site {
  /** Existing clusters as a cloud. */
  public static readonly cloud: ICloud = { rules: kubernetesRules };

  public constructor(scope: Construct, id: string, props: KubernetesSiteProps) {
    super(scope, id, props, { cloud: KubernetesSite.cloud, hasSubstrate: false });
  }

  public override kubernetesAccess(_stack: TerraformStack, { name, context }: SitePlan): KubernetesAccess {
    if (context === null) throw new Error(`site "${name}" has no kubeconfig context; set \`context\``);
    return { configContext: context };
  }

  protected override credentials({ context }: SitePlan): string {
    return `kubectl config use-context ${context ?? ''}`;
  }
}
