import { anybody } from '../../../policies/nothing-public';
import { type LibraryPolicy, namesObject, resourcesOf, type StackView, violation } from '../../../policies/policy';
import { at, isTrueAt, listAt, type TerraformObject } from '../../../policies/terraform-json';
import { policiesOf } from './iam';

const id = 'nothing-public';

/** Returns what is public about a resource, with the fix. Null if nothing is. */
type Rule = (object: TerraformObject, stack: StackView) => string | null;

const ifTrue =
  (path: string, message: string): Rule =>
  ({ values }) =>
    isTrueAt(values, path) ? message : null;

const ingressRule: Rule = ({ values }) =>
  anybody(at(values, 'cidr_ipv4')) || anybody(at(values, 'cidr_ipv6'))
    ? 'lets in every address; name the ranges of the callers'
    : null;

const balancer: Rule = ({ values }) =>
  isTrueAt(values, 'internal') ? null : 'faces the internet; set internal to true';

const rules: Readonly<Record<string, Rule>> = {
  aws_alb: balancer,
  aws_db_instance: ifTrue('publicly_accessible', 'has a public address; set publicly_accessible to false'),
  aws_eks_cluster: ({ values }) => {
    // The API is public unless it is said not to be.
    if (at(values, 'vpc_config.endpoint_public_access') === false) return null;
    const ranges = listAt(values, 'vpc_config.public_access_cidrs');
    if (ranges.length > 0 && !anybody(ranges)) return null;
    return 'has an API that every address reaches; set endpoint_public_access to false or name public_access_cidrs';
  },
  aws_instance: ifTrue('associate_public_ip_address', 'has a public address; set associate_public_ip_address to false'),
  aws_launch_template: ({ values }) =>
    listAt(values, 'network_interfaces').some((each) => isTrueAt(each, 'associate_public_ip_address'))
      ? 'gives instances public addresses; set associate_public_ip_address to false'
      : null,
  aws_lb: balancer,
  aws_s3_bucket: (bucket, stack) =>
    resourcesOf(stack, 'aws_s3_bucket_public_access_block').some(
      ({ values }) =>
        namesObject(values['bucket'], bucket, 'bucket') &&
        ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].every((key) =>
          isTrueAt(values, key),
        ),
    )
      ? null
      : 'is not closed to the public; add an aws_s3_bucket_public_access_block with all four settings true',
  aws_security_group: ({ values }) =>
    listAt(values, 'ingress').some((each) => anybody(at(each, 'cidr_blocks')) || anybody(at(each, 'ipv6_cidr_blocks')))
      ? 'lets in every address; name the ranges of the callers'
      : null,
  aws_security_group_rule: ({ values }) =>
    at(values, 'type') === 'ingress' && (anybody(at(values, 'cidr_blocks')) || anybody(at(values, 'ipv6_cidr_blocks')))
      ? 'lets in every address; name the ranges of the callers'
      : null,
  aws_subnet: ifTrue('map_public_ip_on_launch', 'gives nodes public addresses; set map_public_ip_on_launch to false'),
  aws_vpc_security_group_ingress_rule: ingressRule,
};

/** Nothing of AWS is reached from the internet unless somebody acknowledges it. */
export const nothingPublic: LibraryPolicy = {
  id,
  description:
    'No address, bucket, balancer or API of AWS is open to the internet: an open inference endpoint is used up by others',
  check: ({ stacks }) =>
    stacks.flatMap((stack) => [
      ...stack.objects.flatMap((object) => {
        const message = object.mode === 'resource' ? (rules[object.type]?.(object, stack) ?? null) : null;
        return message === null ? [] : [violation(id, object, `${object.type} ${message}`)];
      }),
      ...policiesOf(stack)
        .filter(({ object }) => object.type.endsWith('_policy') && !object.type.startsWith('aws_iam_'))
        .flatMap(({ object, statements }) =>
          statements
            .filter((each) => each.allows && each.principals.includes('*') && !each.conditional)
            .map((each) =>
              violation(id, object, `statement ${each.sid} allows anybody; name principals or conditions`),
            ),
        ),
    ]),
};
