import { join } from 'node:path';
import type { Release } from '@cdktf/provider-helm/lib/release';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { stringify } from 'yaml';
import type { PlatformPlan, ReleasePlan } from '../planner/model/plan';
import type { IRealized } from '../port/port';
import { addRelease } from './helm';

/** Folder of the charts that come with the package: CRDs that their projects publish as plain files only. */
const CHARTS = join(__dirname, '../../charts');

/** Revisions of a release that Helm keeps, for a rollback by hand. */
const MAX_HISTORY = 5;

/** Namespaces and Helm releases of a site, each release after the ones that it needs. */
/** The platform of one site as a construct, for a team that wants only this piece. */
export class Platform extends Construct implements IRealized {
  public readonly ready: readonly Construct[];

  public constructor(scope: Construct, id: string, plan: PlatformPlan) {
    super(scope, id);
    const namespaces = new Map(plan.namespaces.map((each) => [each.name, this.namespace(each)] as const));
    const releases = new Map<string, Release>();
    for (const release of plan.releases) {
      const missing = release.after.filter((name) => !releases.has(name));
      if (missing.length > 0) {
        throw new Error(`release ${release.name} comes before ${missing.join(', ')}, which it needs`);
      }
      const namespace = namespaces.get(release.namespace);
      const dependsOn = [
        ...(namespace === undefined ? [] : [namespace]),
        ...release.after.flatMap((name) => releases.get(name) ?? []),
      ];
      releases.set(release.name, this.release(release, dependsOn));
    }
    this.ready = [...namespaces.values(), ...releases.values()];
  }

  private namespace({ name, podSecurity }: PlatformPlan['namespaces'][number]): NamespaceV1 {
    return new NamespaceV1(this, `namespace-${name}`, {
      metadata: {
        name,
        labels: {
          'app.kubernetes.io/managed-by': 'ai-factory',
          'pod-security.kubernetes.io/audit': podSecurity,
          'pod-security.kubernetes.io/enforce': podSecurity,
          'pod-security.kubernetes.io/warn': podSecurity,
        },
      },
      // Custom resources with finalizers leave only once their controller has let go of them.
      timeouts: { delete: '15m' },
    });
  }

  private release(plan: ReleasePlan, dependsOn: (NamespaceV1 | Release)[]): Release {
    return addRelease(this, plan.name, {
      name: plan.name,
      namespace: plan.namespace,
      ...this.chart(plan),
      version: plan.version,
      values: Object.keys(plan.values).length === 0 ? undefined : [valuesDocument(plan.values)],
      atomic: true,
      cleanupOnFail: true,
      createNamespace: false,
      maxHistory: MAX_HISTORY,
      timeout: plan.timeoutSeconds,
      wait: true,
      dependsOn,
    });
  }

  /** A chart of a repository, or one of the package, which goes into the synthesized folder. */
  private chart({ chart, name, repository }: ReleasePlan): { readonly chart: string; readonly repository?: string } {
    if (repository !== null) return { chart, repository };
    const asset = new TerraformAsset(this, `chart-${name}`, { path: join(CHARTS, chart), type: AssetType.DIRECTORY });
    return { chart: asset.path };
  }
}

/** Values as one YAML document with sorted keys, in which nothing is taken for a Terraform expression. */
export function valuesDocument(values: ReleasePlan['values']): string {
  return stringify(values, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false }).replace(
    /([$%])\{/g,
    '$1$1{',
  );
}
