import type { FindingCode } from '../planner/model/finding-codes';
import type { CloudSchema } from './cloud-schema';

/** Keys of a site and its pools that only its cloud can realize, with what realizes them. `*` stands for the name of a pool. */
const cloudKeys = {
  tags: 'cloud resources that the library creates',
  'entry.public': 'a load balancer that the library creates',
  'entry.certificateArn': 'a load balancer that the library creates',
  'entry.allowedCidrs': 'a load balancer that the library creates',
  'money.alertShares': 'a budget service of the cloud',
  'money.notify': 'a budget service of the cloud',
  'pools.*.zones': 'nodes that the library creates',
  'pools.*.placementGroup': 'nodes that the library creates',
  'pools.*.manager': 'nodes that the library creates',
  'pools.*.image': 'nodes that the library creates',
  'pools.*.diskGib': 'nodes that the library creates',
  'pools.*.labels': 'nodes that the library creates',
  'pools.*.selector': 'nodes that exist',
  'pools.*.nodesPerRack': 'racks that you fill',
  'pools.*.capacity.purchase': 'capacity that the library buys',
} as const;

/** A key that a cloud states in `realizes` if it has an effect at its sites. */
export type CloudKey = keyof typeof cloudKeys;

/** All keys that need a cloud to realize them. */
const allCloudKeys: readonly CloudKey[] = Object.keys(cloudKeys).filter(isCloudKey);

function isCloudKey(key: string): key is CloudKey {
  return key in cloudKeys;
}

/** Returns the keys that have no effect at sites of a cloud. */
export const unrealizedKeys = ({ realizes = [] }: Pick<CloudSchema, 'realizes'>): readonly CloudKey[] =>
  allCloudKeys.filter((key) => !realizes.includes(key));

/** A key that a factory states and that has no effect. */
export interface UnrealizedKey {
  readonly path: readonly string[];
  readonly problem: { readonly code: FindingCode; readonly message: string };
}

/** Returns the stated keys of a factory, before defaults are filled in, that the cloud of their site cannot realize. */
export function statedWithoutEffect(input: unknown, clouds: readonly CloudSchema[]): readonly UnrealizedKey[] {
  const sites = entriesOf(memberOf(input, 'sites'));
  const used = clouds.filter(({ name }) => sites.some(([, site]) => memberOf(site, 'provider') === name));
  const isIdle = memberOf(input, 'tags') !== undefined && used.every((cloud) => unrealizedKeys(cloud).includes('tags'));
  const ofFactory =
    isIdle && used.length > 0 ? [unrealized(['tags'], 'tags', used.map(({ name }) => name).join(', '))] : [];
  const ofSites = sites.flatMap(([name, site]) => {
    const cloud = clouds.find((each) => each.name === memberOf(site, 'provider'));
    if (cloud === undefined) return [];
    return unrealizedKeys(cloud).flatMap((key) =>
      placesOf(site, key.split('.')).map((path) => unrealized(['sites', name, ...path], key, cloud.name)),
    );
  });
  return [...ofFactory, ...ofSites];
}

const unrealized = (path: readonly string[], key: CloudKey, cloud: string): UnrealizedKey => ({
  path,
  problem: {
    code: 'no-effect',
    message: `\`${path.at(-1)}\` needs ${cloudKeys[key]}, which sites of ${cloud} do not have; remove it`,
  },
});

/** Paths of a pattern at which a value is stated. */
function placesOf(value: unknown, [step, ...rest]: readonly string[]): readonly (readonly string[])[] {
  if (step === undefined) return value === undefined ? [] : [[]];
  return entriesOf(value)
    .filter(([key]) => step === '*' || key === step)
    .flatMap(([key, inner]) => placesOf(inner, rest).map((path) => [key, ...path]));
}

const entriesOf = (value: unknown): readonly [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const memberOf = (value: unknown, key: string): unknown => entriesOf(value).find(([each]) => each === key)?.[1];
