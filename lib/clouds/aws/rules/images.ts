import type { Accelerator, Catalog, Machine } from '../../../catalog/rows';
import type { NodeSoftware } from '../../../planner/model/cloud';
import type { LibraryFinding } from '../../../planner/model/finding';
import type { ImagePlan } from './plan';
import type { AwsPoolSpec } from './site';

interface ImageInput {
  /** Place of the nodes in the factory file. */
  readonly path: string;
  /** Image that the file states. */
  readonly stated: AwsPoolSpec['image'];
  readonly machine: Machine;
  readonly accelerator: Accelerator | null;
  /** Minor version of the cluster that the site states. */
  readonly kubernetesVersion: string | undefined;
  readonly catalog: Catalog;
}

/** Chooses the EKS image of nodes and its release. Returns null, with a finding, if there is none for them. */
export function planImage(
  { path, stated, machine, accelerator, kubernetesVersion, catalog }: ImageInput,
  findings: LibraryFinding[],
): ImagePlan | null {
  const vendor = accelerator?.vendor ?? null;
  const fitting = catalog.nodeImages.filter(
    (row) => row.vendor === vendor && row.architecture === machine.architecture,
  );
  const image = stated === undefined ? fitting[0] : fitting.find((row) => row.family === stated.family);
  if (image === undefined) {
    findings.push({
      code: 'no-node-image',
      severity: 'error',
      path: `${path}.image.family`,
      message: `no ${stated?.family ?? 'node'} image for ${vendor ?? 'plain'} ${machine.architecture} nodes; choose ${fitting.map((row) => row.family).join(' or ') || 'another machine'}, or add a row under catalog.nodeImages`,
    });
    return null;
  }
  const minor = kubernetesVersion ?? catalog.components.find((row) => row.id === 'kubernetes')?.version;
  const component =
    catalog.components.find((row) => row.id === `${image.component}/${minor}`) ??
    catalog.components.find((row) => row.id === image.component);
  const pinned = component?.version ?? null;
  // A release that is built for another minor does not fit the cluster.
  const foreign = image.releasePerMinor && pinned !== null && !pinned.startsWith(`${minor}.`);
  const release = stated?.release ?? (foreign ? null : pinned);
  return {
    family: image.family,
    amiType: image.amiType,
    release,
    alias: release === null ? null : imageAlias(image.family, release),
  };
}

/** Alias by which Karpenter pins a release: Bottlerocket by its version, AL2023 by its date. */
function imageAlias(family: ImagePlan['family'], release: string): string {
  const parts = release.replace(/^v/, '').split('-');
  return `${family}@v${family === 'bottlerocket' ? parts[0] : parts.at(-1)}`;
}

/** What a planned image contains. */
export function softwareOf({ family, amiType }: ImagePlan, { nodeImages }: Catalog): NodeSoftware | undefined {
  const row = nodeImages.find((each) => each.family === family && each.amiType === amiType);
  if (row === undefined) return undefined;
  const { driver, toolkit, devicePlugin, partitioning } = row;
  return { image: family, driver, toolkit, devicePlugin, partitioning };
}
