import type { SynthesizedStack } from '../lib/testing';

type Values = Readonly<Record<string, unknown>>;

const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
      value,
    );
const list = (value: unknown, path: string): readonly Values[] => (at(value, path) as Values[] | undefined) ?? [];
/** What a reference names, such as the zone of a subnet or the pool of a template. */
const named = (reference: unknown): string =>
  String(reference)
    .replace(/^\$\{|\.(id|arn|name)\}$/g, '')
    .replace(/_[0-9A-F]{8}$/, '');

/** What a reviewer looks for in a stack, one line a fact: nodes, servers, quotas, releases and shares of requests. */
export const factsOf = (stack: SynthesizedStack): string[] => [
  ...nodes(stack),
  ...releases(stack),
  ...queues(stack),
  ...servers(stack),
  ...requests(stack),
];

const nodes = (stack: SynthesizedStack): string[] => [
  ...stack.resources('aws_eks_cluster').map((each) => {
    const access = at(each, 'vpc_config.endpoint_public_access') === true ? 'public' : 'private';
    return `cluster ${each['version']}: ${access} API, logs of ${(each['enabled_cluster_log_types'] as string[]).join(', ')}`;
  }),
  ...stack.resources('aws_eks_node_group').map((each) => {
    const zones = (each['subnet_ids'] as string[]).map((id) => named(id).replace(/^.*private-/, ''));
    const { min_size: min, max_size: max } = each['scaling_config'] as Values;
    return `nodes ${each['node_group_name']}: ${min} to ${max} ${each['capacity_type']} ${each['ami_type']} in ${zones.join(', ')}`;
  }),
  ...stack.resources('aws_launch_template').map((each) => {
    const interfaces = list(each, 'network_interfaces').map(({ interface_type }) => interface_type ?? 'interface');
    const market = at(each, 'instance_market_options.market_type') ?? 'no market';
    const reservation = at(
      each,
      'capacity_reservation_specification.capacity_reservation_target.capacity_reservation_id',
    );
    return `template ${each['name']}: ${each['instance_type'] ?? 'types of the group'}, ${market}, ${reservation === undefined ? 'no reservation' : `reservation ${named(reservation)}`}, ${interfaces.length} interfaces (${[...new Set(interfaces)].join(', ') || 'those of the subnet'})`;
  }),
];

const releases = (stack: SynthesizedStack): string[] =>
  stack
    .resources('helm_release')
    .map((each) => `release ${each['name']} ${each['version']} in ${named(each['namespace'])}`);

const queues = (stack: SynthesizedStack): string[] =>
  stack.manifests('ClusterQueue').flatMap((queue) =>
    list(queue, 'spec.resourceGroups').flatMap((group) =>
      list(group, 'flavors').map((flavor) => {
        const quotas = list(flavor, 'resources').map(({ name, nominalQuota }) => `${name} ${nominalQuota}`);
        return `queue ${at(queue, 'metadata.name')} on ${flavor['name']}: ${quotas.join(', ')}`;
      }),
    ),
  );

const servers = (stack: SynthesizedStack): string[] =>
  ['Deployment', 'LeaderWorkerSet'].flatMap((kind) =>
    stack.manifests(kind).flatMap((each) => {
      const template = at(each, 'spec.template') ?? {};
      const pod =
        at(each, 'spec.leaderWorkerTemplate.leaderTemplate') ??
        at(each, 'spec.leaderWorkerTemplate.workerTemplate') ??
        template;
      const [container] = list(pod, 'spec.containers');
      const size = at(each, 'spec.leaderWorkerTemplate.size') ?? 1;
      const { limits = {} } = (container?.['resources'] ?? {}) as { limits?: Values };
      const accelerators = Object.entries(limits).filter(([name]) => name.includes('/'));
      if (accelerators.length === 0) return [];
      const image = String(container?.['image']).replace(/@.*|:[^/]*$/, '');
      return [
        `servers ${at(each, 'metadata.name')}: ${at(each, 'spec.replicas')} ${kind} of ${size} pods with ${accelerators.map(([name, count]) => `${count} ${name}`).join(', ')}, ${image}`,
        ...((container?.['args'] ?? []) as string[]).map((argument) => `  ${argument}`),
      ];
    }),
  );

const requests = (stack: SynthesizedStack): string[] => [
  ...stack.resources('aws_route53_record').map((each) => {
    const weight = at(each, 'weighted_routing_policy.weight');
    return `requests ${each['name']}: ${each['set_identifier'] ?? 'all'} ${weight ?? ''}`.trimEnd();
  }),
];
