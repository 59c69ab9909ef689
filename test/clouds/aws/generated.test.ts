import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PoolInput, RegionInput } from '../../../lib/testing';
import { block, region, type Statement, ZONE } from './region';

/** Pools that a region can have, each sound by itself. */
const machines = [
  'p4d.24xlarge',
  'p5.48xlarge',
  'p5en.48xlarge',
  'p6-b200.48xlarge',
  'p6-b300.48xlarge',
  'g6e.48xlarge',
];
const pool: fc.Arbitrary<PoolInput> = fc
  .record({
    machine: fc.constantFrom(...machines),
    count: fc.integer({ min: 0, max: 4 }),
    fabric: fc.constantFrom('none' as const, 'efa' as const),
    manager: fc.constantFrom('managed' as const, 'karpenter' as const),
    capacity: fc.constantFrom<NonNullable<PoolInput['capacity']>>(
      { type: 'on-demand' },
      { type: 'spot' },
      { type: 'reservation' },
      { type: 'reservation', id: 'cr-0123456789abcdef0' },
    ),
  })
  .map((each) => ({ ...each, zones: [ZONE] }));

const network: fc.Arbitrary<NonNullable<RegionInput['network']>> = fc.record(
  {
    nat: fc.constantFrom('none' as const, 'single' as const, 'per-zone' as const),
    allowedDomains: fc.constantFrom(['registry.example.com'], ['huggingface.co', '*.huggingface.co']),
  },
  { requiredKeys: ['nat'] },
);

/** Statements of every policy in a stack. */
const policiesOf = (text: string): Statement[] =>
  [...text.matchAll(/"((?:\{\\"Version\\":\\"2012-10-17\\")(?:[^"\\]|\\.)*)"/g)].flatMap(
    ([, quoted]) => (JSON.parse(JSON.parse(`"${quoted}"`) as string) as { Statement: Statement[] }).Statement,
  );

const listOf = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

describe('any region', () => {
  it('opens nothing to the world, allows no wildcard action to a role, and encrypts what it keeps', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), pool, { minKeys: 1 }), network, (pools, ways) => {
        const factory = region(pools, { site: { network: ways } });
        const stack = factory.stack('test-east-substrate');
        for (const rule of stack.resources('aws_vpc_security_group_ingress_rule')) {
          expect([rule['cidr_ipv4'], rule['cidr_ipv6']]).not.toContain('0.0.0.0/0');
          expect([rule['cidr_ipv4'], rule['cidr_ipv6']]).not.toContain('::/0');
        }
        expect(block(stack.resource('aws_eks_cluster', 'cluster'), 'vpc_config')['endpoint_public_access']).toBe(false);
        for (const subnet of stack.resources('aws_subnet')) expect(subnet['map_public_ip_on_launch']).toBe(false);
        for (const balancer of stack.resources('aws_lb')) expect(balancer['internal']).toBe(true);
        const roles = stack
          .resources('aws_iam_role_policy')
          .map((each) => JSON.stringify(each))
          .join('\n');
        const found = policiesOf(roles);
        expect(found.length).toBeGreaterThan(3);
        for (const { Effect, Action } of found) {
          if (Effect === 'Allow') for (const action of listOf(Action)) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
        }
        expect(factory.check(factory.policies).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});
