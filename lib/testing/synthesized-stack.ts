import {
  objectAt,
  objectsOf,
  type TerraformJson,
  type TerraformObject,
  type TerraformValues,
  textAt,
} from '../policies/terraform-json';

/** One stack as it was synthesized, and questions to it. */
export class SynthesizedStack {
  /** Resources and data sources. */
  readonly objects: readonly TerraformObject[];

  constructor(
    /** Id, such as `frontier-oregon-substrate`. */
    readonly id: string,
    /** The whole `cdk.tf.json`, keys sorted. */
    readonly json: TerraformJson,
  ) {
    this.objects = objectsOf(id, json);
  }

  /** The bytes of `cdk.tf.json`. */
  get text(): string {
    return `${JSON.stringify(this.json, null, 2)}\n`;
  }

  /** Values of every resource of a type. */
  resources(type: string): readonly TerraformValues[] {
    return this.ofType('resource', type).map((each) => each.values);
  }

  /**
   * Values of one resource.
   *
   * @param name logical id, or the end of the construct path: `store/weights/bucket`, `weights/bucket` or `bucket`
   * @throws Error that names what there is, where none or several fit
   */
  resource(type: string, name: string): TerraformValues {
    return this.find('resource', type, name);
  }

  /** Values of every data source of a type. */
  dataSources(type: string): readonly TerraformValues[] {
    return this.ofType('data', type).map((each) => each.values);
  }

  /** Values of one data source; `name` as for `resource`. */
  dataSource(type: string, name: string): TerraformValues {
    return this.find('data', type, name);
  }

  /** Kubernetes objects of a kind, whatever their API version. */
  manifests(kind: string): readonly TerraformValues[] {
    return this.resources('kubernetes_manifest')
      .map((values) => objectAt(values, 'manifest'))
      .filter((manifest) => manifest['kind'] === kind);
  }

  /**
   * One Kubernetes object.
   *
   * @param name its name, or `namespace/name`
   * @throws Error that names what there is, where none or several fit
   */
  manifest(kind: string, name: string): TerraformValues {
    const named = this.manifests(kind).map((values) => {
      const shown = this.nameOf(values);
      return { names: [shown, shown.replace(/^.*\//, '')], shown, values };
    });
    return single(`${this.id}: ${kind}`, name, named);
  }

  /** Name of a Kubernetes object, after its namespace where it has one. */
  nameOf(manifest: TerraformValues): string {
    return ['metadata.namespace', 'metadata.name'].flatMap((path) => textAt(manifest, path) ?? []).join('/');
  }

  private ofType(mode: TerraformObject['mode'], type: string): readonly TerraformObject[] {
    return this.objects.filter((each) => each.mode === mode && each.type === type);
  }

  private find(mode: TerraformObject['mode'], type: string, name: string): TerraformValues {
    const named = this.ofType(mode, type).map((each) => {
      const parts = each.path.split('/').slice(1);
      return {
        names: [each.id, ...parts.map((_, from) => parts.slice(from).join('/'))],
        shown: parts.join('/'),
        values: each.values,
      };
    });
    return single(`${this.id}: ${type}`, name, named);
  }
}

function single(
  what: string,
  name: string,
  all: readonly { readonly names: readonly string[]; readonly shown: string; readonly values: TerraformValues }[],
): TerraformValues {
  const fitting = all.filter((each) => each.names.includes(name));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only.values;
  const shown = (fitting.length > 1 ? fitting : all).map((each) => each.shown).join(', ') || 'none';
  throw new Error(`${what} "${name}": ${fitting.length > 1 ? 'several fit' : 'none fits; there are'} ${shown}`);
}
