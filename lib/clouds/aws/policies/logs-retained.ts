import { type LibraryPolicy, namesObject, resourcesOf, type StackView, violation } from '../../../policies/policy';
import { at, isTrueAt, listAt, type TerraformObject, textAt } from '../../../policies/terraform-json';
import { clusterLogGroup } from '../rules/names';

const id = 'logs-retained';

type Rule = (object: TerraformObject, stack: StackView) => string | null;

/** Logs of an EKS control plane that say who did what. */
const AUDIT_LOGS = ['api', 'audit', 'authenticator'] as const;

const rules: Readonly<Record<string, Rule>> = {
  aws_cloudwatch_log_group: ({ values }) =>
    Number(at(values, 'retention_in_days') ?? 0) > 0 ? null : 'states no retention; set retention_in_days',
  aws_eks_cluster: ({ values }, stack) => {
    const enabled = listAt(values, 'enabled_cluster_log_types');
    const missing = AUDIT_LOGS.filter((each) => !enabled.includes(each));
    if (missing.length > 0) return `does not log ${missing.join(', ')}; add to enabled_cluster_log_types`;
    const group = clusterLogGroup(textAt(values, 'name') ?? '');
    return resourcesOf(stack, 'aws_cloudwatch_log_group').some((each) => textAt(each.values, 'name') === group)
      ? null
      : `logs to a group that EKS makes without an end or a key; add the log group ${group}`;
  },
  aws_lb: ({ values }) => (isTrueAt(values, 'access_logs.enabled') ? null : 'keeps no access logs; set access_logs'),
  aws_vpc: (vpc, stack) =>
    resourcesOf(stack, 'aws_flow_log').some(({ values }) => namesObject(values['vpc_id'], vpc, 'id'))
      ? null
      : 'has no flow log; add an aws_flow_log',
};

/** Who did what can be read later. */
export const logsRetained: LibraryPolicy = {
  id,
  description:
    'Clusters, networks and balancers are logged, and every log group states how long it keeps: an incident is read afterwards',
  check: ({ stacks }) =>
    stacks.flatMap((stack) =>
      stack.objects.flatMap((object) => {
        const message = object.mode === 'resource' ? (rules[object.type]?.(object, stack) ?? null) : null;
        return message === null ? [] : [violation(id, object, `${object.type} ${message}`)];
      }),
    ),
};
