import { aFactory, aPool, aSite, aWorkload, type FactoryInput } from '../../lib/testing';

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-northeast-1', 'eu-north-1'];

/** A factory of AWS sites, each with one pool and one workload of its own. */
export function wideFactory(sites: number): FactoryInput {
  const names = Array.from({ length: sites }, (_, index) => `s${String(index).padStart(3, '0')}`);
  return aFactory({
    name: 'wide',
    sites: Object.fromEntries(
      names.map((name, index) => [
        name,
        aSite({
          region: REGIONS[index % REGIONS.length],
          addressRange: `10.${index}.0.0/16`,
          pools: { serve: aPool({ maxCount: 4 }) },
        }),
      ]),
    ),
    workloads: Object.fromEntries(names.map((name) => [`chat-${name}`, aWorkload({ sites: [name] })])),
  });
}
