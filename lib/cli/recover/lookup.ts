import { type TerraformJson, type TerraformObject, textAt } from '../../policies/terraform-json';
import { kubernetesNameOf } from './import-id';
import { recoveries } from './recoveries';

/** Tag with the construct path of a resource. */
export const IDENTITY_TAG = 'ai-factory:id';

/** What a lookup found: objects of clouds by their construct path, and Kubernetes objects by address. */
export interface Found {
  readonly arns: ReadonlyMap<string, readonly string[]>;
  readonly objects: ReadonlySet<string>;
}

const address = ({ type, id }: Pick<TerraformObject, 'type' | 'id'>): string => `${type}.${id}`;

/**
 * Returns a Terraform configuration that changes nothing and reads, with the providers of the stack itself, which of the
 * resources that its state misses exist. So it needs no credentials and no tools beside those that the stack is applied with.
 */
export function lookupConfig(json: TerraformJson, factory: string, missing: readonly TerraformObject[]): TerraformJson {
  const clouds = recoveries.map((recovery) => {
    const own = missing.filter(({ type }) => type.startsWith(recovery.prefix));
    const providers = [...new Set(own.map(providerOf))];
    return { name: recovery.output, ...recovery.lookup({ factory, providers, data: json.data ?? {} }) };
  });
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
    ...Object.assign({}, ...clouds.map((cloud) => cloud.data)),
    ...(Object.keys(listed).length === 0 ? {} : { kubernetes_resources: listed }),
  };
  const { backend: _, ...terraform } = json.terraform ?? {};
  return {
    terraform,
    provider: json.provider ?? {},
    data,
    output: {
      ...Object.fromEntries(clouds.map(({ name, value }) => [name, { value }])),
      objects: {
        value: Object.fromEntries(
          Object.keys(listed).map((id) => [id, `\${length(data.kubernetes_resources.${id}.objects)}`]),
        ),
      },
    },
  };
}

const providerOf = ({ values }: TerraformObject): string => textAt(values, 'provider') ?? '';

/** Reads the outputs of the lookup. */
export function readFound(outputs: string, missing: readonly TerraformObject[]): Found {
  const values = JSON.parse(outputs) as Readonly<Record<string, { readonly value: unknown }>>;
  const byPath = new Map<string, string[]>();
  for (const { path, id } of recoveries.flatMap((each) => each.found(values[each.output]?.value ?? []))) {
    byPath.set(path, [...(byPath.get(path) ?? []), id]);
  }
  const counts = (values['objects']?.value ?? {}) as Readonly<Record<string, number>>;
  const there = missing.filter((each) => kubernetesNameOf(each) !== null && (counts[each.id] ?? 0) > 0);
  return { arns: byPath, objects: new Set(there.map(address)) };
}
