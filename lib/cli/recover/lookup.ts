import { at, type TerraformJson, type TerraformObject, textAt } from '../../policies/terraform-json';
import { kubernetesNameOf } from './import-id';
import type { Recoveries } from './recoveries';

/** What a lookup found. */
export interface Found {
  /** Identifiers of objects of clouds by their construct paths. */
  readonly byPath: ReadonlyMap<string, readonly string[]>;
  /** Addresses of Kubernetes objects. */
  readonly kubernetes: ReadonlySet<string>;
}

/** The output with the numbers of Kubernetes objects. The lists of a cloud are an output with the prefix of its types. */
const KUBERNETES_OUTPUT = 'kubernetes';

const address = ({ type, id }: Pick<TerraformObject, 'type' | 'id'>): string => `${type}.${id}`;

export interface LookupInput {
  readonly json: TerraformJson;
  /** Name of the factory. */
  readonly factory: string;
  readonly missing: readonly TerraformObject[];
  readonly recoveries: Recoveries;
}

/**
 * Returns a Terraform configuration that changes nothing and reads, with the providers of the stack itself, which of the
 * resources that its state misses exist. So it needs no credentials and no tools beside those that the stack is applied
 * with. Returns null if there is nothing to read.
 */
export function lookupConfig({ json, factory, missing, recoveries }: LookupInput): TerraformJson | null {
  const data: Record<string, Record<string, Record<string, unknown>>> = {};
  const output: Record<string, { readonly value: unknown }> = {};
  for (const { prefix, lookup } of recoveries.all) {
    const providers = new Set(missing.filter(({ type }) => type.startsWith(prefix)).map(providerOf));
    if (lookup === undefined || providers.size === 0) continue;
    const given = JSON.parse(JSON.stringify(lookup.arguments), (_, value) =>
      typeof value === 'string' ? value.replaceAll('{factory}', factory) : value,
    );
    const lists = [...providers].map((provider, index) => [`listed-${index}`, { ...withProvider(provider), ...given }]);
    data[lookup.dataSource] = Object.fromEntries(lists);
    output[prefix] = { value: lists.map(([id]) => `\${data.${lookup.dataSource}.${id}.${lookup.list}}`) };
  }
  const named = missing.flatMap((each) => {
    const name = kubernetesNameOf(each);
    return name === null ? [] : [{ each, name }];
  });
  if (named.length > 0) {
    data['kubernetes_resources'] = Object.fromEntries(
      named.map(({ each, name }) => [
        each.id,
        {
          ...withProvider(providerOf(each)),
          api_version: name.apiVersion,
          kind: name.kind,
          ...(name.namespace === null ? {} : { namespace: name.namespace }),
          field_selector: `metadata.name=${name.name}`,
        },
      ]),
    );
    output[KUBERNETES_OUTPUT] = {
      value: Object.fromEntries(
        named.map(({ each: { id } }) => [id, `\${length(data.kubernetes_resources.${id}.objects)}`]),
      ),
    };
  }
  if (Object.keys(data).length === 0) return null;
  for (const { type, id, values } of dataOfProviders(json)) data[type] = { ...data[type], [id]: { ...values } };
  const { backend: _, ...terraform } = json.terraform ?? {};
  return { terraform, provider: json.provider ?? {}, data, output };
}

const providerOf = ({ values }: TerraformObject): string => textAt(values, 'provider') ?? '';
const withProvider = (provider: string) => (provider === '' ? {} : { provider });

/** Returns the data sources that providers of a stack are configured from, such as a cluster that is read by its name. */
function dataOfProviders({ provider = {}, data = {} }: TerraformJson) {
  const found = new Map<string, { readonly type: string; readonly id: string; readonly values: object }>();
  const visit = (text: string): void => {
    for (const [name, type = '', id = ''] of text.matchAll(/\bdata\.(\w+)\.([\w-]+)/g)) {
      const values = data[type]?.[id];
      if (values === undefined || found.has(name)) continue;
      found.set(name, { type, id, values });
      visit(JSON.stringify(values));
    }
  };
  visit(JSON.stringify(provider));
  return [...found.values()];
}

/** Reads the outputs of the lookup. */
export function readFound(outputs: string, missing: readonly TerraformObject[], recoveries: Recoveries): Found {
  const values = JSON.parse(outputs) as Readonly<Record<string, { readonly value: unknown }>>;
  const byPath = new Map<string, string[]>();
  for (const { prefix, lookup } of recoveries.all) {
    const listed = values[prefix]?.value;
    if (lookup === undefined || !Array.isArray(listed)) continue;
    for (const object of listed.flat() as readonly unknown[]) {
      const path = textAt(object, lookup.objectPath);
      const id = textAt(object, lookup.objectId);
      if (path !== undefined && id !== undefined) byPath.set(path, [...(byPath.get(path) ?? []), id]);
    }
  }
  const counts = values[KUBERNETES_OUTPUT]?.value;
  const there = missing.filter((each) => kubernetesNameOf(each) !== null && Number(at(counts, each.id) ?? 0) > 0);
  return { byPath, kubernetes: new Set(there.map(address)) };
}
