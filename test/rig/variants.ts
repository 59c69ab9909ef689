import { aFactory, aPool, aSite, aWorkload, type FactoryInput } from '../../lib/testing';

const admins = ['arn:aws:iam::111122223333:role/deployer'];
const zone = 'us-east-1a';
const block = { type: 'capacity-block' as const, id: 'cr-0123456789abcdef0', endsAt: '2027-01-25T11:30:00Z' };

/** Factories with what the examples do not have: every way of the AWS site that writes other Terraform. */
export const variants: Readonly<Record<string, FactoryInput>> = {
  'every capacity source in an isolated network': aFactory({
    sites: {
      east: aSite({
        network: { nat: 'none', allowedDomains: ['registry.example.com'] },
        money: { usdPerMonth: 5_000_000, notify: ['finops@example.com'] },
        pools: {
          serve: aPool(),
          spot: aPool({ count: 1, capacity: { type: 'spot' } }),
          reserved: aPool({
            machine: 'p6-b300.48xlarge',
            count: 2,
            fabric: 'efa',
            zones: [zone],
            placementGroup: true,
            capacity: { type: 'reservation', endsAt: '2027-06-30T00:00:00Z' },
          }),
          bought: aPool({
            machine: 'p5en.48xlarge',
            count: 2,
            fabric: 'efa',
            zones: [zone],
            capacity: {
              type: 'capacity-block',
              usdPerNodeHour: 60,
              purchase: {
                durationHours: 48,
                startsFrom: '2027-01-01T00:00:00Z',
                startsBefore: '2027-01-03T00:00:00Z',
                acceptNotRefundable: true,
              },
            },
          }),
          rack: aPool({
            machine: 'p6e-gb200.36xlarge',
            count: 9,
            zones: [zone],
            capacity: { ...block, usdPerNodeHour: 300 },
          }),
          dynamic: aPool({
            machine: 'p4d.24xlarge',
            count: 2,
            manager: 'karpenter',
            fabric: 'efa',
            zones: [zone],
            placementGroup: true,
            capacity: { type: 'reservation' },
          }),
        },
      }),
    },
    workloads: { chat: aWorkload({ pools: ['serve'] }) },
  }),
  'a pool of Trainium on AL2023 behind one NAT gateway': aFactory({
    sites: {
      east: aSite({
        network: { nat: 'single' },
        pools: { neuron: aPool({ machine: 'trn2.48xlarge', count: 2, fabric: 'efa', zones: [zone], capacity: block }) },
      }),
    },
    workloads: {},
  }),
  'pools that join a cluster in a network of others': aFactory({
    sites: {
      east: aSite({
        network: {
          existing: { vpcId: 'vpc-0a1b2c3d4e5f60718', privateSubnetIds: { [zone]: 'subnet-0a1b2c3d4e5f60718' } },
          endpoints: ['sts'],
          allowedDomains: ['registry.example.com'],
        },
        cluster: { existing: { name: 'house', weightsDriverRole: 'house-s3-csi' } },
        pools: {
          serve: aPool({ machine: 'p5en.48xlarge', count: 2, fabric: 'efa', zones: [zone] }),
          dynamic: aPool({ machine: 'p5.48xlarge', manager: 'karpenter', count: 1, zones: [zone] }),
        },
      }),
    },
    workloads: { chat: aWorkload({ pools: ['serve'] }) },
  }),
  'two public regions behind an accelerator': aFactory({
    sites: {
      east: aSite({
        cluster: { admins, viewers: ['arn:aws:iam::111122223333:role/reader'], publicCidrs: ['203.0.113.0/24'] },
        entry: { public: true, allowedCidrs: ['198.51.100.0/24'] },
        pools: { serve: aPool({ image: { family: 'al2023' } }) },
      }),
      west: aSite({
        region: 'us-west-2',
        addressRange: '10.32.0.0/16',
        entry: { public: true, allowedCidrs: ['198.51.100.0/24'] },
        pools: { serve: aPool({ image: { family: 'al2023' } }) },
      }),
    },
    workloads: { chat: aWorkload({ demand: { requestsPerSecond: 40, inputTokens: 1000, outputTokens: 300 } }) },
    traffic: { domain: 'example.com', zoneId: 'Z0123456789EXAMPLE', frontDoor: 'global-accelerator' },
  }),
};
