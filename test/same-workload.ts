import { siteStackName } from '../lib/planner/model/names';
import type { FactoryInput } from '../lib/spec/factory';
import { type SynthesizedFactory, synthFactory } from '../lib/testing';
import { sites } from './testing/factories';

type Json = unknown;

/** Objects of a workload in a site's workloads stack, by kind and name. */
export function objectsOf(factory: SynthesizedFactory, site: string, workload: string): ReadonlyMap<string, Json> {
  const text = factory.stacks[siteStackName(factory.plan.name, site, 'workloads')]?.text;
  if (text === undefined) throw new Error(`no workloads stack of ${site}`);
  const { resource } = JSON.parse(text) as {
    resource: {
      kubernetes_manifest: Record<
        string,
        { manifest: { kind: string; metadata: { name: string } }; '//': { metadata: { path: string } } }
      >;
    };
  };
  return new Map(
    Object.values(resource.kubernetes_manifest)
      .filter((each) => each['//'].metadata.path.includes(`/serving-${workload}/`))
      .map(({ manifest }) => [`${manifest.kind}/${manifest.metadata.name.replace(/-[0-9a-f]{8}$/, '')}`, manifest]),
  );
}

/** Paths at which two values differ; lists of one length are compared by place, others as a whole. */
export function differingPaths(one: Json, other: Json, path: readonly string[] = []): string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return one.flatMap((each, index) => differingPaths(each, other[index], [...path, '*']));
  }
  const isMap = (value: Json): value is Record<string, Json> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isMap(one) && isMap(other)) {
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) =>
      differingPaths(one[key], other[key], [...path, key]),
    );
  }
  return [path.join('.')];
}

/** Fields, as `Kind path`, in which a workload differs between two sites of a factory. */
export function differencesBetween(input: FactoryInput, one: string, other: string, workload: string): string[] {
  const factory = synthFactory(input, { sites });
  const [first, second] = [objectsOf(factory, one, workload), objectsOf(factory, other, workload)];
  const fields = [...new Set([...first.keys(), ...second.keys()])].flatMap((key) => {
    const kind = key.split('/')[0] ?? key;
    const [here, there] = [first.get(key), second.get(key)];
    if (here === undefined || there === undefined) return [kind];
    return differingPaths(here, there).map((path) => `${kind} ${path}`);
  });
  return [...new Set(fields)].sort();
}
