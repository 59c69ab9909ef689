import {
  type Check,
  type CloudRules,
  type CloudSubstrate,
  type FactoryPlan,
  Quantity,
  type ResolvedSite,
  type SitePlan,
  siteCommon,
} from 'cdktf-ai-factory';
import { z } from 'zod';
import { meadowRows } from './rows';

const NAME = 'meadow';

/** A site of Meadow in a factory file: its own keys beside those of every site. */
export const MeadowSiteSpec = z.strictObject({
  provider: z.literal(NAME),
  field: z.string().meta({ description: 'Field, which is what Meadow calls a region.' }),
  project: z.string().meta({ description: 'Project that is billed.' }),
  quotaNodes: z.number().int().positive().default(32).meta({ description: 'Nodes that the project may have.' }),
  ...siteCommon,
});
export type MeadowSiteSpec = z.infer<typeof MeadowSiteSpec>;
/** A site as a user writes it. */
export type MeadowSiteInput = z.input<typeof MeadowSiteSpec>;

/** What Meadow makes below Kubernetes, as plain JSON in the plan. */
export interface MeadowSubstrate extends CloudSubstrate {
  readonly provider: typeof NAME;
  readonly field: string;
  readonly project: string;
  readonly addressRange: string | null;
  readonly kubernetesVersion: string;
}

/** Returns the substrate of a site with the planned name of its cluster. @throws Error if the site is of another cloud */
export function substrateOf({ name, substrate, cluster }: SitePlan): MeadowSubstrate & { readonly cluster: string } {
  if (!isMeadow(substrate) || cluster === null) throw new Error(`site "${name}" is not of Meadow`);
  return { ...substrate, cluster };
}

const isMeadow = (substrate: CloudSubstrate | null): substrate is MeadowSubstrate => substrate?.provider === NAME;

const withinQuota: Check = {
  id: 'meadow-quota',
  why: 'Meadow refuses nodes above the quota of a project, in the middle of an apply',
  check: ({ sites }, plan) => sites.flatMap((site) => (isMeadowSite(site) ? quotaFindings(site, plan) : [])),
};

const isMeadowSite = (site: ResolvedSite): site is ResolvedSite<MeadowSiteSpec> => site.spec.provider === NAME;

function quotaFindings({ name, path, spec }: ResolvedSite<MeadowSiteSpec>, plan: FactoryPlan) {
  const pools = plan.sites.find((each) => each.name === name)?.pools ?? [];
  const nodes = pools.reduce((sum, pool) => sum + pool.nodes.max, 0);
  if (nodes <= spec.quotaNodes) return [];
  return [
    {
      code: 'meadow-quota-exceeded',
      severity: 'error' as const,
      path: `${path}.quotaNodes`,
      message: `pools of ${name} can grow to ${nodes} nodes, the quota is ${spec.quotaNodes}; lower \`maxCount\` or raise \`quotaNodes\``,
    },
  ];
}

/** What the planner must know of Meadow: data and pure functions. */
export const meadowRules: CloudRules<MeadowSiteSpec> = {
  name: NAME,
  siteSchema: MeadowSiteSpec,
  // Zones and labels reach the nodes, tags everything that has some.
  realizes: ['tags', 'pools.*.zones', 'pools.*.labels'],
  rows: meadowRows,
  describe: ({ field, project }) => ({
    prices: NAME,
    regionRow: { provider: NAME, id: field, key: 'field' },
    region: field,
    accountId: project,
    defaultZones: 2,
    defaultRange: '10.200.0.0/16',
    drivers: 'present',
  }),
  planSubstrate: ({ site, kubernetesVersion }) => ({
    substrate: {
      provider: NAME,
      field: site.spec.field,
      project: site.spec.project,
      addressRange: site.spec.addressRange ?? null,
      kubernetesVersion,
    } satisfies MeadowSubstrate,
  }),
  costs: () => [
    {
      id: 'control-plane',
      row: 'cluster',
      quantity: Quantity.constant('clusters', 1, 'cluster', 'one for a site'),
    },
  ],
  checks: [withinQuota],
};
