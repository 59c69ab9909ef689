import type { LibraryFinding } from '../model/finding';
import { must } from '../model/must';
import type { Outcome } from '../model/outcome';
import type { NodePoolPlan, ServingPlan } from '../model/plan';
import type { Explainer } from '../model/quantity';
import type { ResolvedFactory, ResolvedWorkload } from '../model/resolved';
import type { Leg } from '../moves/legs';
import { engineImage } from '../resolve/engine-image';
import { hostnameOf } from '../resolve/hostname';
import type { PresentLeg } from './placed-legs';
import { replicaRange } from './replica-range';
import { planServing } from './serving';

/** A planned serving with the leg that it runs. */
export interface PlacedServing {
  readonly plan: ServingPlan;
  readonly leg: Leg;
}

/** Plans what serves a placed leg; a finding if its engine has no image for the accelerators of the pool. */
export function planPlacedServing(
  factory: ResolvedFactory,
  placed: PresentLeg,
  pool: NodePoolPlan,
  explainer: Explainer,
): Outcome<PlacedServing | null> {
  const { leg, site, replica } = placed;
  const { workload } = leg;
  const accelerator = must(pool.accelerator, `accelerator of ${placed.pool.path}`);
  const { vendor } = accelerator;
  const engine = workload.spec.engine.name;
  const loader = engineImage(factory, engine, vendor, null);
  const image = engineImage(factory, engine, vendor, replica.shape.nodes > 1 ? pool.fabric : null);
  if (image === undefined || loader === undefined) return { value: null, findings: [noEngineImage(workload, vendor)] };
  const numbers = planServing({
    factory,
    site,
    workload,
    pool: { ...pool, accelerator },
    replica,
    resolved: placed.pool,
    replicas: replicaRange(placed),
    image,
    loader,
    hostname: hostnameOf(factory, workload.name),
    leg,
  });
  const plan = explainer.read<ServingPlan>(numbers, `${site.path}.serving.${placed.servingKey}`, 'everything');
  return { value: { plan, leg }, findings: [] };
}

const noEngineImage = ({ path, spec }: ResolvedWorkload, vendor: string): LibraryFinding => ({
  code: 'no-engine-image',
  severity: 'error',
  path: `${path}.engine.image`,
  message: `no ${spec.engine.name} image row for ${vendor} accelerators; add one under catalog.engineImages, or use a pool with other accelerators`,
});
