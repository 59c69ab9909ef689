import { describe, expect, it } from 'vitest';
import { lookupConfig, readFound } from '../../../lib/cli/recover/lookup';
import { Recoveries } from '../../../lib/cli/recover/recoveries';
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

const recoveries = new Recoveries([awsRecovery]);

const stack = {
  terraform: { backend: { s3: {} }, required_version: '>= 1.11.0' },
  provider: {
    aws: [{ region: 'us-east-1', allowed_account_ids: ['111122223333'] }],
    kubernetes: [{ host: '${data.aws_eks_cluster.cluster.endpoint}' }],
  },
  data: { aws_eks_cluster: { cluster: { name: 'test-east' } }, aws_lb: { entry: { name: 'test-east' } } },
};

describe('the lookup of a stack', () => {
  const config = lookupConfig({
    json: stack,
    factory: 'test',
    missing: [
      missing('aws_vpc', 'network'),
      missing('aws_sns_topic', 'topic', { provider: 'aws.health' }),
      missing('aws_subnet', 'subnet'),
      missing('kubernetes_namespace_v1', 'space', { metadata: { name: 'chat' } }),
    ],
    recoveries,
  });

  it('asks each AWS provider once for what carries the tags of the factory', () => {
    const filter = [{ key: 'ai-factory:factory', values: ['test'] }];
    expect(config?.data?.['aws_resourcegroupstaggingapi_resources']).toEqual({
      'listed-0': { tag_filter: filter },
      'listed-1': { provider: 'aws.health', tag_filter: filter },
    });
    expect(config?.output?.['aws_']).toEqual({
      value: [0, 1].map(
        (index) => `\${data.aws_resourcegroupstaggingapi_resources.listed-${index}.resource_tag_mapping_list}`,
      ),
    });
  });

  it('keeps the cluster that providers are configured from, no other data source and no backend', () => {
    expect(Object.keys(config?.data ?? {}).sort()).toEqual([
      'aws_eks_cluster',
      'aws_resourcegroupstaggingapi_resources',
      'kubernetes_resources',
    ]);
    expect(config?.data?.['aws_eks_cluster']).toEqual({ cluster: { name: 'test-east' } });
    expect(config?.terraform).toEqual({ required_version: '>= 1.11.0' });
  });

  it('asks AWS for nothing that is not its own', () => {
    const space = missing('kubernetes_namespace_v1', 'space');
    const own = lookupConfig({ json: {}, factory: 'test', missing: [space], recoveries });
    expect(Object.keys(own?.data ?? {})).toEqual(['kubernetes_resources']);
    expect(Object.keys(own?.output ?? {})).toEqual(['kubernetes']);
    const chart = missing('helm_release', 'chart');
    expect(lookupConfig({ json: {}, factory: 'test', missing: [chart], recoveries })).toBeNull();
  });

  it('gives objects by the construct path on their tags', () => {
    const tagged = (arn: string, path?: string) => ({
      resource_arn: arn,
      tags: path === undefined ? {} : { 'ai-factory:id': path },
    });
    const outputs = {
      aws_: { value: [[tagged('arn:a', 'test/east/vpc'), tagged('arn:b')], [tagged('arn:c', 'test/east/vpc')]] },
      kubernetes: { value: { space: 1, other: 0 } },
    };
    const spaces = ['space', 'other'].map((id) => missing('kubernetes_namespace_v1', id));
    const { byPath, kubernetes } = readFound(JSON.stringify(outputs), spaces, recoveries);
    expect([...byPath]).toEqual([['test/east/vpc', ['arn:a', 'arn:c']]]);
    expect([...kubernetes]).toEqual(['kubernetes_namespace_v1.space']);
  });
});

describe('awsRecovery', () => {
  const { byName = {}, byObject, repeatable, byHand } = awsRecovery;

  it.each(Object.entries({ byName, byObject, repeatable, byHand }))('has types of AWS alone in %s', (_, table) => {
    const types = Object.keys(table);
    expect(types.length).toBeGreaterThan(0);
    expect(types.filter((type) => !type.startsWith(awsRecovery.prefix))).toEqual([]);
  });

  it('has each type in one table', () => {
    const types = [byName, byObject, repeatable, byHand].flatMap((table) => Object.keys(table));
    expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
  });

  it('names queues by their URLs, in China with the domain of China', () => {
    const url = (arn: string) => recoveries.importIdByObject('aws_sqs_queue', arn);
    expect(url('arn:aws-cn:sqs:cn-north-1:111122223333:a')).toBe(
      'https://sqs.cn-north-1.amazonaws.com.cn/111122223333/a',
    );
    expect(url('arn:aws-us-gov:sqs:us-gov-west-1:111122223333:a')).toBe(
      'https://sqs.us-gov-west-1.amazonaws.com/111122223333/a',
    );
  });

  it('takes the account of a budget from the provider of the stack', () => {
    expect(recoveries.stackValue('aws_budgets_budget', 'account_id', stack)).toBe('111122223333');
    expect(recoveries.stackValue('aws_budgets_budget', 'name', stack)).toBeUndefined();
    expect(recoveries.stackValue('meadow_cluster', 'account_id', stack)).toBeUndefined();
  });
});
