import { AwsSite } from '../../lib/clouds/aws/aws-site';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import { aFactory, aHall, aPool, aSite, aWorkload } from '../../lib/testing';

/** Site classes of a factory over regions and halls. */
export const sites = { aws: AwsSite, kubernetes: KubernetesSite };

/** Asks AWS for everything that it can do: a managed and a dynamic pool, a money budget, a front door. */
export const everyAwsKind = aFactory({
  sites: {
    east: aSite({
      money: { usdPerMonth: 500_000 },
      pools: { serve: aPool(), burst: aPool({ manager: 'karpenter' }) },
    }),
  },
  workloads: {
    chat: aWorkload({ pools: ['serve'] }),
    batch: aWorkload({ tenant: 'research', pools: ['burst'], priority: 'batch' }),
  },
  traffic: { domain: 'example.com', zoneId: 'Z0123456789EXAMPLE' },
});

/** Asks Kubernetes for everything that it can do: a platform, tenants, servings, a splitting route and a guarded move. */
export const everyKubernetesKind = aFactory({
  sites: {
    annex: aHall({ context: 'annex', entry: { hostname: 'gateway.annex.example.com' } }),
    hall: aHall(),
  },
  traffic: { domain: 'example.com', frontDoor: 'http-route', site: 'hall' },
  migrations: { move: { workloads: ['chat'], from: { site: 'hall' }, to: { site: 'annex' }, phase: 'shift' } },
});

/** One hall with a platform, a serving and a splitting route. */
export const oneHall = aFactory({
  sites: { hall: aHall() },
  traffic: { domain: 'example.com', frontDoor: 'http-route', site: 'hall' },
});
