import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../lib/catalog/catalog';
import { formatFinding } from '../../lib/planner/model/finding';
import type { FactoryPlan } from '../../lib/planner/model/plan';
import { isReference } from '../../lib/spec/reference';
import { aFactory, aHall, aSite, aWorkload } from '../../lib/testing/builders';
import { planFactory, readFactory } from '../standard';

const ref = (what: string): string => `ref:harbour-shared/${what}`;

/** A factory that states a reference wherever one may stand. */
const references = aFactory({
  owner: ref('data.aws_ssm_parameter.owner.value'),
  costCentre: ref('data.aws_ssm_parameter.cost.value'),
  sites: {
    east: aSite({
      assumeRoleArn: ref('aws_iam_role.deployer.arn'),
      permissionsBoundary: ref('aws_iam_policy.boundary.arn'),
      accessLogBucket: ref('aws_s3_bucket.logs.id'),
      addonPolicyArns: { 'vpc-cni': [ref('aws_iam_policy.cni.arn')] },
      cluster: { admins: [ref('aws_iam_role.admin["one"].arn')], viewers: [ref('aws_iam_role.viewer[0].arn')] },
      entry: { certificateArn: ref('aws_acm_certificate.main.arn') },
      money: { usdPerMonth: 900_000, notify: [ref('var.finops')] },
      tags: { team: ref('data.aws_ssm_parameter.team.value') },
      pools: {
        serve: {
          machine: 'p5.48xlarge',
          zones: ['us-east-1a'],
          capacity: { type: 'reservation', id: ref('aws_ec2_capacity_reservation.main.id') },
        },
      },
    }),
    hall: aHall({
      addressRange: '10.96.0.0/16',
      entry: { hostname: ref('aws_lb.hall.dns_name'), tlsSecret: ref('kubernetes_secret_v1.tls.metadata[0].name') },
    }),
  },
  tenants: { assistants: { owner: ref('var.owner') } },
  workloads: { chat: aWorkload({ weights: { tokenSecret: ref('kubernetes_secret_v1.hub.metadata[0].name') } }) },
  traffic: { domain: 'llm.example.com', zoneId: ref('aws_route53_zone.main.zone_id') },
  observability: { notify: [ref('var.oncall')] },
});

const planned = (): FactoryPlan => {
  const read = readFactory(references);
  if ('findings' in read) throw new Error(read.findings.map(formatFinding).join('\n'));
  return planFactory(read.spec, defaultCatalog);
};

const textsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsOf)
      : [];

describe('a reference to a value of Terraform', () => {
  it('passes through the plan untouched', () => {
    const stated = new Set(textsOf(references).filter(isReference));
    const { findings, ...plan } = planned();
    expect(findings.filter(({ severity }) => severity === 'error').map(formatFinding)).toEqual([]);
    const found = new Set(textsOf(plan).filter(isReference));
    expect(stated.size).toBeGreaterThan(15);
    expect([...stated].filter((each) => !found.has(each))).toEqual([]);
    // Nothing was cut from one, or made of one.
    expect(textsOf(plan).filter((each) => each.includes('ref:') && !stated.has(each))).toEqual([]);
  });

  it('is refused where the planner needs the value', () => {
    const sites = {
      east: aSite({ region: ref('var.region'), accountId: ref('var.account'), zones: [ref('var.zone')] }),
    };
    const workloads = { chat: aWorkload({ engine: { args: [ref('var.arg')] }, model: ref('var.model') }) };
    const terraform = { backend: { type: 's3' as const, bucket: ref('var.bucket'), region: 'us-east-1' } };
    const read = readFactory(aFactory({ terraform, sites, workloads, traffic: { domain: ref('var.domain') } }));
    expect('findings' in read ? read.findings.map(formatFinding) : []).toMatchInlineSnapshot(`
      [
        "error  known-after-apply  sites.east.region: found "ref:harbour-shared/var.region"; this value is known only after Terraform runs, and the plan is computed before; write the value itself",
        "error  known-after-apply  sites.east.accountId: found "ref:harbour-shared/var.account"; this value is known only after Terraform runs, and the plan is computed before; write the value itself",
        "error  known-after-apply  sites.east.zones.0: found "ref:harbour-shared/var.zone"; this value is known only after Terraform runs, and the plan is computed before; write the value itself",
        "error  known-after-apply  workloads.chat.model: found "ref:harbour-shared/var.model"; this value is known only after Terraform runs, and the plan is computed before; write the value itself",
        "error  known-after-apply  workloads.chat.engine.args.0: found "ref:harbour-shared/var.arg"; this value is known only after Terraform runs, and the plan is computed before; write the value itself",
        "error  known-after-apply  terraform.backend.bucket: found "ref:harbour-shared/var.bucket"; this value is known only after Terraform runs, and the plan is computed before; write the value itself",
        "error  known-after-apply  traffic.domain: found "ref:harbour-shared/var.domain"; this value is known only after Terraform runs, and the plan is computed before; write the value itself",
      ]
    `);
  });

  it('is refused if it is malformed, and the value itself is checked as ever', () => {
    const read = readFactory(
      aFactory({
        owner: 'ref:${aws_eip.main.id}',
        sites: {
          east: aSite({
            assumeRoleArn: 'ref:',
            permissionsBoundary: 'arn:nothing',
            pools: { serve: { machine: 'p5.48xlarge', capacity: { type: 'reservation', id: 'ref:a;b' } } },
          }),
        },
        observability: { notify: ['nobody'] },
        traffic: { domain: 'llm.example.com', zoneId: 'z-1' },
      }),
    );
    expect('findings' in read ? read.findings.map(formatFinding) : []).toMatchInlineSnapshot(`
      [
        "error  bad-format  sites.east.permissionsBoundary: found "arn:nothing"; use an ARN such as arn:aws:iam::111122223333:role/platform-deployer",
        "error  bad-format  traffic.zoneId: found "z-1"; use the id of a hosted zone, such as Z0123456789EXAMPLE",
        "error  bad-format  observability.notify.0: found "nobody"; use an address such as team@example.com",
        "error  terraform-expression  owner: found "ref:\${aws_eip.main.id}"; Terraform would read this as an expression, and a plan is made before Terraform runs; write the text itself, without \${, %{ and tokens of cdktf",
        "error  bad-format  sites.east.pools.serve.capacity.id: found "ref:a;b"; use ref: and the address and attribute of a Terraform resource",
        "error  bad-format  sites.east.assumeRoleArn: found "ref:"; use ref: and the address and attribute of a Terraform resource",
      ]
    `);
  });
});
