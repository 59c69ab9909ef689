import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { ICloud } from '../../constructs/cloud';
import { Site, type SiteProps } from '../../constructs/site';
import { configureKubernetes } from '../../kubernetes/configure';
import { realizeFrontDoor } from '../../kubernetes/front-door';
import type { FactoryPlan, SitePlan } from '../../planner/plan';
import type { StackKind } from '../../port/port';
import { type KubernetesSiteOptions, KubernetesSiteSpec } from './rules';

export interface KubernetesSiteProps extends KubernetesSiteOptions, Pick<SiteProps, 'name'> {}

/** A site whose cluster exists: an own hall, a GPU cloud, another hyperscaler's cluster. */
export class KubernetesSite extends Site {
  /** Existing clusters as a cloud: rules, front doors, policies. */
  public static readonly cloud: ICloud = {
    rules: { name: 'kubernetes', siteSchema: KubernetesSiteSpec },
    frontDoors: {
      'http-route': {
        configure: () => undefined,
        fill: (stack, traffic, { factory, guardOf }) => {
          const site = factory.sites.find((each) => each.name === traffic.site) ?? factory.sites[0];
          if (site === undefined) throw new Error('a factory without sites has no front door');
          return realizeFrontDoor(stack, 'front-door', traffic, {
            factory,
            site,
            handles: { moveGuard: { guardOf, record: () => undefined } },
          });
        },
      },
    },
  };

  public constructor(scope: Construct, id: string, props: KubernetesSiteProps) {
    super(scope, id, props, { cloud: KubernetesSite.cloud, hasSubstrate: false });
  }

  protected override credentials(site: SitePlan): string {
    return `kubectl config use-context ${site.context ?? ''}`;
  }

  public override configure(stack: TerraformStack, kind: StackKind, site: SitePlan, factory: FactoryPlan): void {
    configureKubernetes(stack, kind, site, factory);
  }
}
