import { TerraformStack, TerraformVariable, Token } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { composed } from './composed';
import { harbour } from './harbour';
import { anApp, written } from './scratch';

describe('a value that Terraform knows only after it has run', () => {
  it('is a stable reference in spec and plan', () => {
    const { factory } = composed(anApp());
    const spec = JSON.stringify(factory.toSpec());
    expect(spec).toContain('"zoneId":"ref:shared/aws_route53_zone.zone.zone_id"');
    expect(spec).toContain('"admins":["ref:shared/aws_iam_role.deployer.arn"]');
    expect(spec).toContain('"team":"ref:shared/var.team"');
    const plan = JSON.stringify(factory.plan);
    expect(plan).not.toContain('TfToken');
    expect(plan).toContain('ref:shared/aws_route53_zone.zone.zone_id');
  });

  it('is a reference of Terraform in the stacks, by remote state, and never the text of the plan', () => {
    const { app } = composed(anApp());
    app.synth();
    const text = JSON.stringify(written(app));
    expect(text).not.toContain('ref:shared');
    expect(text).not.toContain('TfToken');
    const traffic = JSON.stringify(written(app)['harbour-traffic']);
    expect(traffic).toMatch(/"zone_id":"\$\{data\.terraform_remote_state\.[^"]*aws_route53_zone/);
    const substrate = JSON.stringify(written(app)['harbour-stockholm-substrate']);
    for (const name of [
      'aws_iam_role',
      'aws_iam_policy',
      'aws_s3_bucket',
      'aws_acm_certificate',
      'varfinops',
      'varteam',
    ]) {
      expect(substrate).toMatch(new RegExp(`terraform_remote_state[^"]*${name}`));
    }
  });

  it('gives the same addresses in every run', () => {
    const [one, other] = [composed(anApp()), composed(anApp())];
    one.app.synth();
    other.app.synth();
    expect(JSON.stringify(written(one.app))).toBe(JSON.stringify(written(other.app)));
  });

  it('is refused where the planner computes with it', () => {
    const app = anApp();
    const shared = new TerraformStack(app, 'shared');
    const text = new TerraformVariable(shared, 'model', { type: 'string' }).stringValue;
    const count = Token.asNumber(new TerraformVariable(shared, 'count', { type: 'number' }).numberValue);
    expect(() => harbour({ app, chat: { model: text } }).factory.plan).toThrow(
      /known-after-apply\s+workloads\.chat\.model/,
    );
    expect(() => harbour({ app: anApp(), chat: { maxReplicas: count } }).factory.plan).toThrow(
      /workloads\.chat\.maxReplicas/,
    );
    const list = Token.asList(new TerraformVariable(shared, 'admins', { type: 'list(string)' }).listValue);
    expect(() => harbour({ app: anApp(), stockholm: { cluster: { admins: list } } }).factory.plan).toThrow(
      /sites\.stockholm\.cluster\.admins/,
    );
  });
});
