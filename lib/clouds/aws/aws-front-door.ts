import type { FrontDoor } from '../../constructs/cloud';
import type { FactoryPlan } from '../../planner/plan';
import { IdentityTags } from './identity-tags';
import { settingsOf } from './options';
import { configureTraffic } from './providers';
import { AWS } from './rules/site';
import { fillFrontDoor } from './traffic/fill-front-door';

/** The split of requests over sites by Route 53, or by accelerators between regions. */
export const awsFrontDoor: FrontDoor = {
  configure: (stack, traffic, factory) => {
    stack.addAspect(new IdentityTags());
    configureTraffic(stack, providersOf(factory), {
      home: traffic.site ?? undefined,
      tags: { 'ai-factory:factory': factory.name },
    });
  },
  fill: (stack, traffic, { guardOf }) => ({
    ready: fillFrontDoor(stack, 'front-door', traffic, { options: {}, guardOf }).records,
  }),
};

/** Provider settings of the AWS sites of a factory, by site. */
const providersOf = (factory: FactoryPlan) =>
  Object.fromEntries(
    factory.sites
      .filter((site) => site.provider === AWS)
      .map((site) => [site.name, settingsOf({}, site, factory).provider]),
  );
