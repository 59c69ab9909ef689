import type { Machine } from '../../../catalog/rows';
import type { CloudPoolInput, CloudPoolResult } from '../../../planner/model/cloud';
import type { LibraryFinding } from '../../../planner/model/finding';
import { planImage, softwareOf } from './images';
import { planInterfaces } from './interfaces';
import type { AwsPoolPlan } from './plan';
import { AWS, type AwsSiteSpec } from './site';

/** Whether a machine is part of an UltraServer: its accelerators reach further than its own node. */
export const isUltraServer = (machine: Machine): boolean => machine.scaleUpDomain > machine.accelerators;

/** Plans what AWS alone knows of a pool: image, interfaces, placement group. */
export function planAwsPool({ factory, site, pool, fabric }: CloudPoolInput<AwsSiteSpec>): CloudPoolResult {
  const { name, path, machine, accelerator } = pool;
  const findings: LibraryFinding[] = [];
  const image = planImage(
    {
      path,
      stated: site.spec.pools[name]?.image,
      machine,
      accelerator,
      kubernetesVersion: site.spec.cluster.version,
      catalog: factory.catalog,
    },
    findings,
  );
  const cloud: AwsPoolPlan = {
    provider: AWS,
    image,
    interfaces: planInterfaces(machine, fabric),
    placementGroup: pool.spec.placementGroup,
    ultraServer: isUltraServer(machine),
  };
  const software = image === null ? undefined : softwareOf(image, factory.catalog);
  return { cloud, findings, ...(software === undefined ? {} : { software }) };
}
