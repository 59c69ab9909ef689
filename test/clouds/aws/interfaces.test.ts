import { describe, expect, it } from 'vitest';
import { awsMachines } from '../../../lib/catalog/machines/aws';
import type { Machine } from '../../../lib/catalog/rows';
import type { PoolInput, SynthesizedStack } from '../../../lib/testing';
import { blocks, substrate, withPool, ZONE } from './region';

const accelerated = awsMachines.filter((machine) => machine.accelerator !== null);
const poolName = (machine: Machine): string => machine.id.replace(/\./g, '-');

const capacityOf = (machine: Machine): PoolInput['capacity'] =>
  machine.purchase.includes('on-demand')
    ? { type: 'on-demand' }
    : { type: 'capacity-block', id: 'cr-0123456789abcdef0', endsAt: '2027-01-25T11:30:00Z' };

const poolOf = (machine: Machine): PoolInput => ({
  machine: machine.id,
  count: machine.nodesPerRackUnit,
  zones: [ZONE],
  capacity: capacityOf(machine),
  ...((machine.network?.efa ?? 0) > 0 ? { fabric: 'efa' as const } : {}),
});

/** One region with a pool of every type of a vendor's accelerators: a cluster takes one image family. */
function everyPool(machines: readonly Machine[]): SynthesizedStack {
  return substrate(Object.fromEntries(machines.map((machine) => [poolName(machine), poolOf(machine)])));
}

const isNeuron = (machine: Machine): boolean => /trainium|inferentia/.test(machine.accelerator ?? '');
const stacks = {
  neuron: everyPool(accelerated.filter(isNeuron)),
  nvidia: everyPool(accelerated.filter((machine) => !isNeuron(machine))),
};

interface Interface {
  readonly network_card_index: number;
  readonly device_index: number;
  readonly interface_type: string;
}

const interfacesOf = (machine: Machine): readonly Interface[] =>
  blocks(
    (isNeuron(machine) ? stacks.neuron : stacks.nvidia).resource(
      'aws_launch_template',
      `pool-${poolName(machine)}/template`,
    ),
    'network_interfaces',
  ) as unknown as readonly Interface[];

/** Cards, EFA interfaces and whether card 0 has one, as EC2 describes the types. */
const table: readonly (readonly [type: string, cards: number, efa: number, primaryCardEfa: boolean])[] = [
  ['p4d.24xlarge', 4, 4, true],
  ['p4de.24xlarge', 4, 4, true],
  ['p5.4xlarge', 1, 1, true],
  ['p5.48xlarge', 32, 32, true],
  ['p5e.48xlarge', 32, 32, true],
  ['p5en.48xlarge', 16, 16, true],
  ['p6-b200.48xlarge', 8, 8, true],
  ['p6-b300.48xlarge', 17, 16, false],
  ['g5.48xlarge', 1, 1, true],
  ['g6.48xlarge', 1, 1, true],
  ['g6e.24xlarge', 2, 2, true],
  ['g6e.48xlarge', 4, 4, true],
  ['g7e.8xlarge', 1, 1, true],
  ['g7e.24xlarge', 2, 2, true],
  ['g7e.48xlarge', 4, 4, true],
  ['trn1.32xlarge', 8, 8, true],
  ['trn1n.32xlarge', 16, 16, true],
  ['trn2.48xlarge', 16, 16, true],
  ['trn2.3xlarge', 1, 1, true],
];

describe.each(table)('the launch template of %s', (type, cards, efa, primaryCardEfa) => {
  const machine = accelerated.find((each) => each.id === type) as Machine;

  it(`has an interface on each of its ${cards} cards and ${efa} of EFA`, () => {
    const found = interfacesOf(machine);
    expect(new Set(found.map((each) => each.network_card_index)).size).toBe(cards);
    expect(found.filter((each) => each.interface_type === 'efa-only')).toHaveLength(efa);
    expect(found).toHaveLength(efa + 1);
    const onPrimary = found.filter((each) => each.network_card_index === 0).map((each) => each.device_index);
    expect(onPrimary).toEqual(primaryCardEfa ? [0, 1] : [0]);
  });
});

describe.each(accelerated.map((machine) => [machine.id, machine] as const))('a pool of %s', (_, machine) => {
  const found = interfacesOf(machine);

  it('has interfaces only where its machine has EFA', () => {
    expect(found.length > 0).toBe((machine.network?.efa ?? 0) > 0);
  });

  it('never has a primary interface without IP, nor two interfaces in one place', () => {
    const primary = found.filter((each) => each.network_card_index === 0 && each.device_index === 0);
    expect(primary.map((each) => each.interface_type)).toEqual(found.length === 0 ? [] : ['interface']);
    const places = found.map((each) => `${each.network_card_index}/${each.device_index}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('has EFA at device 1 of card 0 and at device 0 of every other card', () => {
    for (const each of found.filter(({ interface_type }) => interface_type === 'efa-only')) {
      expect(each.device_index).toBe(each.network_card_index === 0 ? 1 : 0);
    }
  });

  it('stays within the interfaces and cards of its machine', () => {
    const { cards = 0, maxInterfaces } = machine.network ?? {};
    expect(found.length).toBeLessThanOrEqual(maxInterfaces ?? 0);
    for (const each of found) expect(each.network_card_index).toBeLessThan(cards);
  });
});

describe('interfaces of a pool', () => {
  it('are private, go with the node, and are in the one group that EFA traffic passes', () => {
    const stack = withPool({ machine: 'p5en.48xlarge', fabric: 'efa', zones: [ZONE] });
    const template = stack.resource('aws_launch_template', 'pool-serve/template');
    const groups = new Set(
      blocks(template, 'network_interfaces').map((each) => JSON.stringify(each['security_groups'])),
    );
    expect(groups.size).toBe(1);
    expect(template['vpc_security_group_ids']).toBeUndefined();
    for (const each of blocks(template, 'network_interfaces')) {
      expect(each).toMatchObject({ associate_public_ip_address: 'false', delete_on_termination: 'true' });
    }
    const group = String([...groups][0]);
    for (const kind of ['ingress', 'egress']) {
      const rules = stack
        .resources(`aws_vpc_security_group_${kind}_rule`)
        .filter((rule) => rule['ip_protocol'] === '-1')
        .map((rule) => [rule['security_group_id'], rule['referenced_security_group_id']]);
      expect(rules).toEqual([[JSON.parse(group)[0], JSON.parse(group)[0]]]);
    }
  });

  it('are left to EC2 where the pool has no fabric', () => {
    const template = withPool({ machine: 'p5en.48xlarge' }).resource('aws_launch_template', 'pool-serve/template');
    expect(template['network_interfaces']).toBeUndefined();
    expect(template['vpc_security_group_ids']).toHaveLength(1);
  });
});
