import { describe, expect, it } from 'vitest';
import type { PoolInput } from '../../../lib/testing';
import { block, region, statement, withPool, ZONE } from './region';

const reservation = (more: object = {}): Partial<PoolInput> => ({
  zones: [ZONE],
  capacity: { type: 'reservation', ...more },
});
const capacityBlock = (more: object = {}): Partial<PoolInput> => ({
  zones: [ZONE],
  capacity: {
    type: 'capacity-block',
    id: 'cr-0fedcba9876543210',
    startsAt: '2027-01-11T11:30:00Z',
    endsAt: '2027-01-25T11:30:00Z',
    ...more,
  },
});
const purchase = {
  durationHours: 48,
  startsFrom: '2027-01-01T00:00:00Z',
  startsBefore: '2027-01-03T00:00:00Z',
  acceptNotRefundable: true,
} as const;
const bought: Partial<PoolInput> = {
  zones: [ZONE],
  capacity: { type: 'capacity-block', purchase, usdPerNodeHour: 40 },
};

const parts = (pool: Partial<PoolInput>) => {
  const stack = withPool(pool);
  return {
    stack,
    template: stack.resource('aws_launch_template', 'pool-serve/template'),
    group: stack.resource('aws_eks_node_group', 'pool-serve/node-group'),
  };
};

describe('a pool on demand', () => {
  const { template, group } = parts({});

  it('asks EC2 for nothing but its type', () => {
    expect(group['capacity_type']).toBe('ON_DEMAND');
    expect(template['instance_type']).toBe('p5.48xlarge');
    expect(template['instance_market_options']).toBeUndefined();
    expect(template['capacity_reservation_specification']).toBeUndefined();
    expect(template['placement']).toBeUndefined();
  });

  it('spreads over the zones of the site and holds its count: EKS refuses a least size above a count that is left alone', () => {
    expect(group['subnet_ids']).toHaveLength(3);
    expect(group['scaling_config']).toEqual({ min_size: 2, desired_size: 2, max_size: 2 });
    expect(group['lifecycle']).toBeUndefined();
    expect(group['update_config']).toEqual({ max_unavailable: 1 });
    expect(group['node_repair_config']).toEqual({ enabled: true });
  });

  it('may have one node where it needs none, since EKS takes no other group', () => {
    expect(parts({ count: 0 }).group['scaling_config']).toEqual({ min_size: 0, desired_size: 0, max_size: 1 });
  });

  it('carries the labels and the taint that its pods look for', () => {
    expect(group['labels']).toEqual({
      'ai-factory/factory': 'test',
      'ai-factory/pool': 'serve',
      'ai-factory/accelerator': 'h100-sxm',
    });
    expect(group['taint']).toEqual([{ key: 'nvidia.com/gpu', value: 'present', effect: 'NO_SCHEDULE' }]);
  });
});

describe('a pool of spot instances', () => {
  it('is a group of spot capacity without a market of its own', () => {
    const { template, group } = parts({ capacity: { type: 'spot' } });
    expect(group['capacity_type']).toBe('SPOT');
    expect(template['instance_market_options']).toBeUndefined();
  });
});

describe('a pool of reserved capacity', () => {
  it('targets the reservation that is stated, and makes none', () => {
    const { stack, template, group } = parts(reservation({ id: 'cr-0123456789abcdef0' }));
    expect(block(template, 'capacity_reservation_specification')).toEqual({
      capacity_reservation_preference: 'capacity-reservations-only',
      capacity_reservation_target: { capacity_reservation_id: 'cr-0123456789abcdef0' },
    });
    expect(template['instance_market_options']).toBeUndefined();
    expect(group['capacity_type']).toBe('ON_DEMAND');
    expect(group['subnet_ids']).toHaveLength(1);
    expect(stack.resources('aws_ec2_capacity_reservation')).toEqual([]);
  });

  it('makes a targeted one of its size where none is stated', () => {
    const { stack, template } = parts(reservation());
    expect(stack.resource('aws_ec2_capacity_reservation', 'pool-serve/reservation')).toMatchObject({
      availability_zone: ZONE,
      instance_type: 'p5.48xlarge',
      instance_platform: 'Linux/UNIX',
      instance_count: 2,
      instance_match_criteria: 'targeted',
      end_date_type: 'unlimited',
      tenancy: 'default',
    });
    expect(JSON.stringify(template['capacity_reservation_specification'])).toMatch(
      /aws_ec2_capacity_reservation\.pool-serve_reservation_\w+\.id/,
    );
  });

  it('ends it when the file says so', () => {
    const { stack } = parts(reservation({ endsAt: '2027-06-30T00:00:00Z' }));
    expect(stack).toHaveResource('aws_ec2_capacity_reservation', {
      end_date_type: 'limited',
      end_date: '2027-06-30T00:00:00Z',
    });
  });

  it('makes it inside the placement group that the pool chose', () => {
    const { stack, template } = parts({ ...reservation(), placementGroup: true });
    expect(stack).toHaveResource('aws_placement_group', { strategy: 'cluster' });
    expect(stack.resource('aws_ec2_capacity_reservation', 'reservation')['placement_group_arn']).toMatch(
      /^\$\{aws_placement_group\..*\.arn\}$/,
    );
    expect(block(template, 'placement')['group_name']).toMatch(/^\$\{aws_placement_group\./);
  });

  it('tells people when most of it is idle', () => {
    const { stack } = parts(reservation({ id: 'cr-0123456789abcdef0' }));
    expect(stack).toHaveResource('aws_cloudwatch_metric_alarm', {
      namespace: 'AWS/EC2CapacityReservations',
      dimensions: { CapacityReservationId: 'cr-0123456789abcdef0' },
      threshold: 20,
    });
  });
});

describe('a pool of a capacity block', () => {
  const { stack, template, group } = parts(capacityBlock());

  it('has the market, the target and the capacity type that EC2 takes a block with', () => {
    expect(template['instance_market_options']).toEqual({ market_type: 'capacity-block' });
    expect(block(template, 'capacity_reservation_specification')).toEqual({
      capacity_reservation_preference: 'capacity-reservations-only',
      capacity_reservation_target: { capacity_reservation_id: 'cr-0fedcba9876543210' },
    });
    expect(template['instance_type']).toBe('p5.48xlarge');
    expect(group['capacity_type']).toBe('CAPACITY_BLOCK');
    expect(group['instance_types']).toBeUndefined();
  });

  it('lies in one zone and has no node before the block starts', () => {
    expect(group['subnet_ids']).toEqual([expect.stringContaining('private-us-east-1a')]);
    expect(group['scaling_config']).toEqual({ min_size: 0, desired_size: 0, max_size: 2 });
  });

  it('grows when the block starts and is empty forty minutes before its end', () => {
    const up = stack.resource('aws_scheduler_schedule', 'scale-up');
    const down = stack.resource('aws_scheduler_schedule', 'scale-down');
    expect(up['schedule_expression']).toBe('at(2027-01-11T11:30:00)');
    expect(down['schedule_expression']).toBe('at(2027-01-25T10:50:00)');
    const sizes = [up, down].map((each) => JSON.parse(String(block(each, 'target')['input'])).ScalingConfig);
    expect(sizes).toEqual([
      { MinSize: 0, DesiredSize: 2, MaxSize: 2 },
      { MinSize: 0, DesiredSize: 0, MaxSize: 2 },
    ]);
    const role = stack.resource('aws_iam_role_policy', 'pool-serve/scaler-role/policy');
    expect(statement(role, 'Scale')).toMatchObject({
      Action: 'eks:UpdateNodegroupConfig',
      Resource: expect.stringMatching(/^\$\{aws_eks_node_group\.pool-serve_.*\.arn\}$/),
    });
  });

  it('tells people that it begins and ends, whatever AWS calls the event', () => {
    const rule = stack.resource('aws_cloudwatch_event_rule', 'rule-capacity-block');
    expect(JSON.parse(String(rule['event_pattern']))['detail-type']).toEqual([{ prefix: 'Capacity Block' }]);
    expect(stack).toHaveResource('aws_cloudwatch_metric_alarm', {
      metric_name: 'TriggeredRules',
      dimensions: { RuleName: rule['name'] },
    });
    const notice = stack.resource('aws_scheduler_schedule', 'notice-serve');
    expect(notice['schedule_expression']).toBe('at(2027-01-25T10:50:00)');
  });

  it('buys nothing and makes no placement group', () => {
    expect(stack.resources('aws_ec2_capacity_block_reservation')).toEqual([]);
    expect(stack.resources('aws_placement_group')).toEqual([]);
  });
});

describe('a capacity block that is bought on apply', () => {
  const { stack, template, group } = parts(bought);
  const own = stack.resource('aws_ec2_capacity_block_reservation', 'pool-serve/block');

  it('asks for what fits between the earliest start and the latest end', () => {
    expect(stack.dataSource('aws_ec2_capacity_block_offering', 'block-offering')).toMatchObject({
      instance_type: 'p5.48xlarge',
      instance_count: 2,
      capacity_duration_hours: 48,
      start_date_range: '2027-01-01T00:00:00Z',
      end_date_range: '2027-01-05T00:00:00Z',
    });
  });

  it('is not bought in another zone or above its price, nor given back', () => {
    const lifecycle = block(own, 'lifecycle');
    expect(lifecycle['prevent_destroy']).toBe(true);
    expect(lifecycle['ignore_changes']).toEqual(['capacity_block_offering_id']);
    expect(JSON.stringify(lifecycle['precondition'])).toMatch(
      /availability_zone == .*us-east-1a.*upfront_fee\) <= 3840/,
    );
  });

  it('is what the pool launches into, between the bought start and forty minutes before the bought end', () => {
    expect(JSON.stringify(template['capacity_reservation_specification'])).toMatch(
      /aws_ec2_capacity_block_reservation\.pool-serve_block_\w+\.id/,
    );
    expect(group['scaling_config']).toEqual({ min_size: 0, desired_size: 0, max_size: 2 });
    expect(stack.resource('aws_scheduler_schedule', 'scale-up')['schedule_expression']).toMatch(/\.start_date, "-0m"/);
    expect(stack.resource('aws_scheduler_schedule', 'scale-down')['schedule_expression']).toMatch(/\.end_date, "-40m"/);
  });

  it('is told as an output, since a later plan is to state its id', () => {
    expect(JSON.stringify(stack.json['output'])).toContain('aws_ec2_capacity_block_reservation.pool-serve_block');
  });

  it('is left alone once its id is stated', () => {
    const { stack: later } = parts(capacityBlock({ id: 'cr-0123456789abcdef0', purchase }));
    expect(later.resources('aws_ec2_capacity_block_reservation')).toEqual([]);
    expect(later.dataSources('aws_ec2_capacity_block_offering')).toEqual([]);
  });
});

describe('a pool of an UltraServer', () => {
  const { stack, template, group } = parts({ machine: 'p6e-gb200.36xlarge', count: 9, ...capacityBlock() });

  it('targets its block through a resource group of reservations', () => {
    expect(block(template, 'capacity_reservation_specification')).toMatchObject({
      capacity_reservation_target: {
        capacity_reservation_resource_group_arn: expect.stringMatching(/^\$\{aws_resourcegroups_group\..*\.arn\}$/),
      },
    });
    const types = JSON.stringify(stack.resource('aws_resourcegroups_group', 'reservation-group')['configuration']);
    expect(types).toContain('AWS::EC2::CapacityReservationPool');
    expect(types).toContain('AWS::ResourceGroups::Generic');
    expect(stack).toHaveResource('aws_resourcegroups_resource', {
      resource_arn: 'arn:aws:ec2:us-east-1:111122223333:capacity-reservation/cr-0fedcba9876543210',
    });
  });

  it('is an arm group that is empty seventy minutes before the end', () => {
    expect(group['ami_type']).toBe('BOTTLEROCKET_ARM_64_NVIDIA');
    expect(stack.resource('aws_scheduler_schedule', 'scale-down')['schedule_expression']).toBe(
      'at(2027-01-25T10:20:00)',
    );
  });
});

describe('a pool with a reservation that it did not make and a placement group', () => {
  it('is warned of', () => {
    const { plan } = region({
      serve: { machine: 'p5.48xlarge', count: 2, placementGroup: true, ...reservation({ id: 'cr-0123456789abcdef0' }) },
    });
    expect(plan.findings.filter(({ severity }) => severity === 'warning').map(({ code }) => code)).toContain(
      'placement-group-with-reservation',
    );
  });
});
