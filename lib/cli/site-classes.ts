import { awsRules } from '../clouds/aws/rules';
import { kubernetesRules } from '../clouds/kubernetes/rules';
import type { SiteClass, SiteClasses } from '../constructs/from-spec';
import type { CloudRules } from '../planner/model/cloud';
import type { FactoryInput } from '../spec/factory';
import { usesCloud } from '../spec/uses-cloud';

/** A cloud of the command. Its site class is loaded only for a factory that uses it: the bindings of AWS alone are 392 MB. */
interface CommandCloud {
  readonly rules: CloudRules;
  readonly load: () => Promise<SiteClass>;
}

const clouds: readonly CommandCloud[] = [
  { rules: awsRules, load: async () => (await import('../clouds/aws/aws-site')).AwsSite },
  { rules: kubernetesRules, load: async () => (await import('../clouds/kubernetes/kubernetes-site')).KubernetesSite },
];

/** Loads the site classes that a factory needs. */
export async function siteClassesOf(input: FactoryInput): Promise<SiteClasses> {
  const needed = clouds.filter(({ rules }) => usesCloud(input, rules));
  return Object.fromEntries(
    await Promise.all(needed.map(async ({ rules, load }) => [rules.name, await load()] as const)),
  );
}
