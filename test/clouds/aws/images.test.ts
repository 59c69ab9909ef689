import { describe, expect, it } from 'vitest';
import type { PoolInput } from '../../../lib/testing';
import { block, blocks, withPool, ZONE } from './region';

const parts = (pool: Partial<PoolInput>) => {
  const stack = withPool(pool);
  return {
    template: stack.resource('aws_launch_template', 'pool-serve/template'),
    group: stack.resource('aws_eks_node_group', 'pool-serve/node-group'),
  };
};

const userData = (template: Readonly<Record<string, unknown>>): string =>
  Buffer.from(String(template['user_data'] ?? ''), 'base64').toString('utf8');

const cases: readonly (readonly [what: string, pool: Partial<PoolInput>, amiType: string, release: RegExp])[] = [
  ['NVIDIA on x86', {}, 'BOTTLEROCKET_x86_64_NVIDIA', /^\d+\.\d+\.\d+-[0-9a-f]{8}$/],
  ['NVIDIA on x86 and AL2023', { image: { family: 'al2023' } }, 'AL2023_x86_64_NVIDIA', /^1\.35\.\d+-\d{8}$/],
  ['Trainium', { machine: 'trn1.32xlarge' }, 'AL2023_x86_64_NEURON', /^1\.35\.\d+-\d{8}$/],
  ['no accelerator', { machine: 'm7i.8xlarge' }, 'BOTTLEROCKET_x86_64', /^\d+\.\d+\.\d+-[0-9a-f]{8}$/],
  ['no accelerator on arm', { machine: 'm7g.2xlarge' }, 'BOTTLEROCKET_ARM_64', /^\d+\.\d+\.\d+-[0-9a-f]{8}$/],
];

describe.each(cases)('nodes with %s', (_, pool, amiType, release) => {
  it(`run ${amiType} at one release`, () => {
    const { group } = parts(pool);
    expect(group['ami_type']).toBe(amiType);
    expect(group['release_version']).toMatch(release);
    expect(group['version']).toBe('1.35');
  });
});

describe('nodes of a pool', () => {
  it('take the release that the file states', () => {
    expect(parts({ image: { family: 'bottlerocket', release: '1.58.0-0123abcd' } }).group['release_version']).toBe(
      '1.58.0-0123abcd',
    );
  });

  it('keep their own credentials from pods, by tokens that end at the node', () => {
    expect(parts({}).template['metadata_options']).toEqual({
      http_endpoint: 'enabled',
      http_tokens: 'required',
      http_put_response_hop_limit: 1,
      instance_metadata_tags: 'disabled',
    });
  });

  it('have encrypted gp3 disks under the site key that go with the node', () => {
    const disks = blocks(parts({}).template, 'block_device_mappings');
    expect(disks.map((each) => each['device_name'])).toEqual(['/dev/xvda', '/dev/xvdb']);
    for (const disk of disks) {
      expect(block(disk, 'ebs')).toMatchObject({
        volume_type: 'gp3',
        encrypted: 'true',
        delete_on_termination: 'true',
        kms_key_id: expect.stringMatching(/^\$\{aws_kms_key\./),
      });
    }
  });

  it('pull images onto NVMe disks where there are some, else onto a faster volume', () => {
    const withNvme = parts({}).template;
    expect(userData(withNvme)).toContain('"ephemeral-storage", "init"');
    const speeds = (template: Readonly<Record<string, unknown>>) =>
      blocks(template, 'block_device_mappings').map((each) => [
        block(each, 'ebs')['iops'],
        block(each, 'ebs')['throughput'],
      ]);
    expect(speeds(withNvme)).toEqual([
      [3000, 125],
      [3000, 125],
    ]);
    const without = parts({ machine: 'inf2.48xlarge' }).template;
    expect(without['user_data']).toBeUndefined();
    expect(speeds(without)).toEqual([[6000, 500]]);
    expect(userData(parts({ image: { family: 'al2023' } }).template)).toContain('strategy: RAID0');
  });

  it('set huge pages aside for EFA on Bottlerocket, which by itself sets too few', () => {
    const efa: Partial<PoolInput> = { machine: 'p5en.48xlarge', fabric: 'efa', zones: [ZONE] };
    const pages = /"vm\/nr_hugepages" = "(\d+)"/;
    const [, count = '0'] = pages.exec(userData(parts(efa).template)) ?? [];
    // A server asks for 5120 MiB of pages of 2 MiB.
    expect(Number(count) * 2).toBeGreaterThanOrEqual(5120);
    expect(userData(parts({ machine: 'p5en.48xlarge' }).template)).not.toMatch(pages);
    expect(userData(parts({ ...efa, image: { family: 'al2023' } }).template)).not.toMatch(pages);
  });

  it('tag instances, volumes and interfaces, which default tags do not reach', () => {
    const tags = blocks(parts({}).template, 'tag_specifications');
    expect(tags.map((each) => each['resource_type'])).toEqual(['instance', 'volume', 'network-interface']);
    for (const each of tags) {
      expect(each['tags']).toMatchObject({ 'ai-factory:factory': 'test', 'ai-factory:owner': 'team@example.com' });
    }
  });
});
