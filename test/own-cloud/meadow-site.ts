import { DataResource, type TerraformStack } from 'cdktf';
import { type FactoryPlan, type Handle, type ICloud, Site, type SitePlan, type SiteProps } from 'cdktf-ai-factory';
import type { KubernetesAccess } from 'cdktf-ai-factory/kubernetes';
import type { Construct } from 'constructs';
import { MeadowCluster, type MeadowParts } from './meadow-cluster';
import { meadowRecovery } from './recovery';
import { meadowRules, substrateOf } from './rules';

export interface MeadowSiteProps extends SiteProps {
  /** Field, which is what Meadow calls a region. */
  readonly field: string;
  /** Project that is billed. */
  readonly project: string;
  /**
   * Nodes that the project may have.
   * @default 32
   */
  readonly quotaNodes?: number;
}

/** A field of Meadow: network, cluster and node pools are created there. */
export class MeadowSite extends Site {
  /** Meadow as a cloud. */
  public static readonly cloud: ICloud = { rules: meadowRules, recovery: meadowRecovery };

  /** Cluster of the site. */
  public readonly cluster: MeadowCluster;
  private readonly made: Handle<MeadowParts>;

  public constructor(scope: Construct, id: string, props: MeadowSiteProps) {
    super(scope, id, props, { cloud: MeadowSite.cloud, hasSubstrate: true });
    this.made = this.handle<MeadowParts>('the substrate');
    this.cluster = new MeadowCluster(this.made);
  }

  /** Meadow's API server is known once the substrate is applied; the stacks above read it from the state of that stack. */
  public override kubernetesAccess(_stack: TerraformStack, site: SitePlan): KubernetesAccess {
    const { cluster, project } = substrateOf(site);
    return {
      host: this.cluster.endpoint,
      clusterCaCertificate: this.cluster.certificateAuthority,
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        command: 'meadow',
        args: ['get-token', '--project', project, '--cluster', cluster],
      },
    };
  }

  protected override credentials(site: SitePlan): string {
    const { cluster, project } = substrateOf(site);
    return `meadow get-kubeconfig --project ${project} --cluster ${cluster}`;
  }

  protected override fillSubstrate(stack: TerraformStack, site: SitePlan, _factory: FactoryPlan): void {
    const { field, project, addressRange, cluster, kubernetesVersion } = substrateOf(site);
    const { tags } = site;
    const network = new DataResource(stack, 'network', {
      input: { name: `${cluster}-network`, field, project, addressRange, tags },
    });
    const control = new DataResource(stack, 'cluster', {
      input: {
        name: cluster,
        kubernetesVersion,
        network: network.getStringAttribute('id'),
        endpoint: `https://${cluster}.${field}.meadow.example`,
        certificateAuthority: 'PEM of the authority',
        tags,
      },
    });
    for (const pool of site.pools) {
      new DataResource(stack, `pool-${pool.name}`, {
        input: {
          name: `${cluster}-${pool.name}`,
          cluster: control.getStringAttribute('id'),
          machine: pool.machine,
          nodes: pool.nodes,
          zones: pool.zones,
          labels: pool.labels,
          taints: pool.taints,
          tags,
        },
      });
    }
    this.made.fulfil({ network, cluster: control });
  }
}
