import { type TerraformJson, type TerraformObject, textAt } from '../../policies/terraform-json';
import { kubernetesNameOf } from './import-id';

/** Tag under which every taggable resource carries its construct path. */
export const IDENTITY_TAG = 'ai-factory:id';
const FACTORY_TAG = 'ai-factory:factory';

/** What a lookup found: objects of the clouds by the construct path on their tags, and Kubernetes objects by address. */
export interface Found {
  readonly arns: ReadonlyMap<string, readonly string[]>;
  readonly objects: ReadonlySet<string>;
}

const address = ({ type, id }: Pick<TerraformObject, 'type' | 'id'>): string => `${type}.${id}`;

/**
 * A Terraform configuration that changes nothing and asks, with the providers of the stack itself, what exists of the
 * resources that its state lacks. So it needs no credentials and no tools beside those that the stack is applied with.
 */
export function lookupConfig(json: TerraformJson, factory: string, missing: readonly TerraformObject[]): TerraformJson {
  const clouds = new Set(missing.filter((each) => each.type.startsWith('aws_')).map((each) => providerOf(each)));
  const tagged = Object.fromEntries(
    [...clouds].map((provider, index) => [
      `tagged-${index}`,
      {
        ...(provider === '' ? {} : { provider }),
        tag_filter: [{ key: FACTORY_TAG, values: [factory] }],
      },
    ]),
  );
  const listed = Object.fromEntries(
    missing.flatMap((each) => {
      const name = kubernetesNameOf(each);
      if (name === null) return [];
      const provider = providerOf(each);
      return [
        [
          each.id,
          {
            ...(provider === '' ? {} : { provider }),
            api_version: name.apiVersion,
            kind: name.kind,
            ...(name.namespace === null ? {} : { namespace: name.namespace }),
            field_selector: `metadata.name=${name.name}`,
          },
        ],
      ];
    }),
  );
  const data = {
    // Providers may be configured from a cluster that is looked up by its name.
    ...(json.data?.['aws_eks_cluster'] === undefined ? {} : { aws_eks_cluster: json.data['aws_eks_cluster'] }),
    ...(clouds.size === 0 ? {} : { aws_resourcegroupstaggingapi_resources: tagged }),
    ...(Object.keys(listed).length === 0 ? {} : { kubernetes_resources: listed }),
  };
  const { backend: _, ...terraform } = json.terraform ?? {};
  return {
    terraform,
    provider: json.provider ?? {},
    data,
    output: {
      arns: {
        value: Object.keys(tagged).map(
          (id) => `\${data.aws_resourcegroupstaggingapi_resources.${id}.resource_tag_mapping_list}`,
        ),
      },
      objects: {
        value: Object.fromEntries(
          Object.keys(listed).map((id) => [id, `\${length(data.kubernetes_resources.${id}.objects)}`]),
        ),
      },
    },
  };
}

const providerOf = ({ values }: TerraformObject): string => textAt(values, 'provider') ?? '';

/** Reads what the lookup gave. */
export function readFound(outputs: string, missing: readonly TerraformObject[]): Found {
  const { arns, objects } = JSON.parse(outputs) as {
    arns: { value: { resource_arn: string; tags: Record<string, string> }[][] };
    objects: { value: Record<string, number> };
  };
  const byPath = new Map<string, string[]>();
  for (const { resource_arn, tags } of arns.value.flat()) {
    const path = tags[IDENTITY_TAG];
    if (path !== undefined) byPath.set(path, [...(byPath.get(path) ?? []), resource_arn]);
  }
  const there = missing.filter((each) => kubernetesNameOf(each) !== null && (objects.value[each.id] ?? 0) > 0);
  return { arns: byPath, objects: new Set(there.map(address)) };
}
