import type { SiteClass, SiteClasses } from '../constructs/from-spec';
import type { FactoryInput } from '../spec/factory';

/** A cloud of the command. Its site class is loaded only for a factory that uses it: the bindings of AWS alone are 392 MB. */
interface CommandCloud {
  readonly load: () => Promise<SiteClass>;
  /** Front doors that need the cloud, whatever the sites are. */
  readonly frontDoors: readonly string[];
}

const clouds: Readonly<Record<string, CommandCloud>> = {
  aws: {
    load: async () => (await import('../clouds/aws/aws-site')).AwsSite,
    frontDoors: ['route53', 'global-accelerator'],
  },
  kubernetes: {
    load: async () => (await import('../clouds/kubernetes/kubernetes-site')).KubernetesSite,
    frontDoors: ['http-route'],
  },
};

/** Loads the site classes that a factory needs; all of them if its data could not be read. */
export async function siteClassesOf(input: FactoryInput | undefined): Promise<SiteClasses> {
  const needed = Object.entries(clouds).filter(([name, cloud]) => input === undefined || uses(input, name, cloud));
  return Object.fromEntries(
    await Promise.all(needed.map(async ([name, cloud]) => [name, await cloud.load()] as const)),
  );
}

const uses = ({ sites, traffic }: FactoryInput, name: string, { frontDoors }: CommandCloud): boolean =>
  Object.values(sites).some(({ provider }) => provider === name) ||
  (traffic?.frontDoor !== undefined && frontDoors.includes(traffic.frontDoor));
