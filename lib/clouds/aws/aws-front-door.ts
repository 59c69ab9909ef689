import type { FrontDoor } from '../../constructs/cloud';
import type { FactoryPlan, SitePlan, TrafficPlan } from '../../planner/model/plan';
import { IdentityTags } from './identity-tags';
import { configureTraffic } from './providers';
import { substrateOf } from './rules/plan';
import { settingsOf } from './settings';
import { type FrontDoorAccount, fillFrontDoor } from './traffic/fill-front-door';

/** The split of requests over sites by Route 53, or by accelerators between regions. */
export const awsFrontDoor: FrontDoor = {
  configure: (stack, traffic, factory) => {
    stack.addAspect(new IdentityTags());
    const providers = regionsOf(factory).map((site) => [site.name, settingsOf(site, factory).provider] as const);
    configureTraffic(stack, Object.fromEntries(providers), {
      home: traffic.site ?? undefined,
      tags: { 'ai-factory:factory': factory.name },
    });
  },
  fill: (stack, traffic, { factory, guardOf }) => ({
    ready: fillFrontDoor(stack, 'front-door', traffic, { account: accountOf(factory, traffic), guardOf }).records,
  }),
};

const regionsOf = ({ sites }: FactoryPlan): readonly SitePlan[] => sites.filter((site) => substrateOf(site) !== null);

/** The account of the traffic stack's own provider; that of the first region if the traffic names no site. */
function accountOf(factory: FactoryPlan, { site }: TrafficPlan): FrontDoorAccount {
  const regions = regionsOf(factory);
  const home = regions.find((each) => each.name === site) ?? regions[0];
  const substrate = home === undefined ? null : substrateOf(home);
  if (substrate === null) return {};
  return {
    partition: substrate.account.partition,
    accessLogBucket: substrate.store.accessLogBucket ?? undefined,
  };
}
