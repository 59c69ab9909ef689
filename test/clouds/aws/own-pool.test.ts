import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { AwsGpuNodePool, type AwsGpuNodePoolProps } from '../../../lib/clouds/aws';
import { harbour } from '../../constructs/harbour';
import { anApp } from '../../constructs/scratch';

interface HousePoolProps extends Omit<AwsGpuNodePoolProps, 'machine' | 'labels'> {
  /** Team that uses the pool. */
  readonly team: string;
}

/** A team's own pool class. */
class HousePool extends AwsGpuNodePool {
  public readonly roleArn: string;

  constructor(scope: Construct, id: string, { team, ...props }: HousePoolProps) {
    super(scope, id, { machine: 'p5.48xlarge', labels: { 'example.com/team': team }, ...props });
    this.roleArn = this.nodeRole.roleArn;
  }
}

describe('a pool class of a user', () => {
  it('has the handles of its node group', () => {
    const app = anApp();
    const { stockholm } = harbour({ app });
    const pool = new HousePool(stockholm, 'research', { team: 'research', count: 1 });
    const own = new TerraformStack(app, 'own');
    const values = {
      role: pool.roleArn,
      name: pool.nodeRole.roleName,
      group: pool.nodeGroupName,
      template: pool.launchTemplateId,
      site: stockholm.nodeRole.roleArn,
    };
    for (const [id, value] of Object.entries(values)) new TerraformOutput(own, id, { value });
    const { output } = JSON.parse(Testing.synth(own));
    expect(output.role.value).toMatch(/system_role.*arn/);
    expect(output.site.value).toBe(output.role.value);
    expect(output.group.value).toContain('pool-research');
    expect(output.template.value).toContain('pool-research');
    expect(Testing.synth(stockholm.substrate)).toContain('"example.com/team": "research"');
  });

  it('is refused at a site of another cloud', () => {
    const { hall } = harbour({ app: anApp() });
    expect(() => new HousePool(hall, 'research', { team: 'research' })).toThrow(
      'harbour/hall/research is in site hall, which is no AwsSite; use an AwsSite as the scope',
    );
  });
});
