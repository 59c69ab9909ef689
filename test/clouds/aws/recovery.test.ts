import { describe, expect, it } from 'vitest';
import { lookupConfig, readFound } from '../../../lib/cli/recover/lookup';
import { awsRecovery } from '../../../lib/clouds/aws/recovery';
import type { TerraformObject } from '../../../lib/policies';

const missing = (type: string, id: string, values: TerraformObject['values'] = {}): TerraformObject => ({
  stack: 'east-substrate',
  mode: 'resource',
  type,
  id,
  path: `east-substrate/${id}`,
  values,
});

const stack = {
  terraform: { backend: { s3: {} }, required_version: '>= 1.11.0' },
  provider: { aws: [{ region: 'us-east-1' }] },
  data: { aws_eks_cluster: { cluster: { name: 'test-east' } }, aws_lb: { entry: { name: 'test-east' } } },
};

describe('the lookup of a stack', () => {
  const config = lookupConfig(stack, 'test', [
    missing('aws_vpc', 'network'),
    missing('aws_sns_topic', 'topic', { provider: 'aws.health' }),
    missing('aws_subnet', 'subnet'),
    missing('kubernetes_namespace_v1', 'space', { metadata: { name: 'chat' } }),
  ]);

  it('asks each AWS provider once for what carries the tags of the factory', () => {
    const filter = [{ key: 'ai-factory:factory', values: ['test'] }];
    expect(config.data?.['aws_resourcegroupstaggingapi_resources']).toEqual({
      'tagged-0': { tag_filter: filter },
      'tagged-1': { provider: 'aws.health', tag_filter: filter },
    });
  });

  it('keeps the cluster that providers are configured from, no other data source and no backend', () => {
    expect(Object.keys(config.data ?? {}).sort()).toEqual([
      'aws_eks_cluster',
      'aws_resourcegroupstaggingapi_resources',
      'kubernetes_resources',
    ]);
    expect(config.terraform).toEqual({ required_version: '>= 1.11.0' });
  });

  it('asks AWS for nothing that is not its own', () => {
    const { data, output } = lookupConfig({}, 'test', [missing('kubernetes_namespace_v1', 'space')]);
    expect(Object.keys(data ?? {})).toEqual(['kubernetes_resources']);
    expect(output?.['arns']).toEqual({ value: [] });
  });

  it('gives objects by the construct path on their tags', () => {
    const tagged = (arn: string, path?: string) => ({
      resource_arn: arn,
      tags: path === undefined ? {} : { 'ai-factory:id': path },
    });
    const outputs = {
      arns: { value: [[tagged('arn:a', 'test/east/vpc'), tagged('arn:b')], [tagged('arn:c', 'test/east/vpc')]] },
      objects: { value: { space: 1 } },
    };
    const { arns, objects } = readFound(JSON.stringify(outputs), [missing('kubernetes_namespace_v1', 'space')]);
    expect([...arns]).toEqual([['test/east/vpc', ['arn:a', 'arn:c']]]);
    expect([...objects]).toEqual(['kubernetes_namespace_v1.space']);
  });
});

describe('awsRecovery', () => {
  it('owns every type that it has a rule for', () => {
    const types = [...Object.keys(awsRecovery.repeatable), ...Object.keys(awsRecovery.byHand)];
    expect(types.length).toBeGreaterThan(20);
    expect(types.filter((type) => !type.startsWith(awsRecovery.prefix))).toEqual([]);
  });
});
