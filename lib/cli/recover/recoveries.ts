import { textAt } from '../../policies/terraform-json';
import type { CloudRecovery, ObjectLookup } from '../../port/recovery';

/** Returns the value of an attribute with its references resolved; undefined if one of them is not known. */
export type Attribute = (name: string) => string | undefined;

/** What one factory's clouds say of types of resources. */
export class Recoveries {
  /** One for each prefix: clouds that share a Terraform provider can share a recovery. */
  public readonly all: readonly CloudRecovery[];

  public constructor(recoveries: readonly CloudRecovery[]) {
    this.all = recoveries.filter(
      ({ prefix }, index) => recoveries.findIndex((each) => each.prefix === prefix) === index,
    );
  }

  /** Returns the lookup that lists resources of a type. */
  public lookupOf(type: string): ObjectLookup | undefined {
    return this.of(type)?.lookup;
  }

  /** Returns the import id by names of the resource; undefined if its type has none or a part is not known. */
  public importIdByName(type: string, attribute: Attribute): string | undefined {
    const templates = [this.of(type)?.byName?.[type] ?? []].flat();
    for (const template of templates) {
      const id = filled(template, attribute);
      if (id !== undefined) return id;
    }
    return undefined;
  }

  /** Returns the import id of an object that was listed; undefined if its type is not imported so. */
  public importIdByObject(type: string, identifier: string): string | undefined {
    const rules = this.of(type)?.byObject?.[type] ?? [];
    const rule = rules.find(({ match }) => new RegExp(match).test(identifier));
    return rule === undefined ? undefined : identifier.replace(new RegExp(rule.match), rule.importId);
  }

  /** Returns a value of the stack that templates of the type can use. */
  public stackValue(type: string, name: string, stack: unknown): string | undefined {
    const path = this.of(type)?.stackValues?.[name];
    return path === undefined ? undefined : textAt(stack, path);
  }

  /** Returns whether an attribute has the import id of its resource as its value. */
  public isImportId(type: string, attribute: string): boolean {
    return attribute === 'id' || this.of(type)?.importIdAttributes?.includes(attribute) === true;
  }

  /** Returns whether resources of a type can be imported. */
  public isImportable(type: string): boolean {
    const { byName = {}, byObject = {} } = this.of(type) ?? {};
    return type in byName || type in byObject;
  }

  /** Returns whether a second apply repeats the calls that create resources of a type. */
  public isRepeatable(type: string): boolean {
    return type in (this.of(type)?.repeatable ?? {});
  }

  /** Returns what to do about a resource that can be neither repeated nor found; undefined for other types. */
  public byHand(type: string): string | undefined {
    return this.of(type)?.byHand?.[type];
  }

  /** Returns whether anything is known of how resources of a type are recovered. */
  public covers(type: string): boolean {
    return this.isImportable(type) || this.isRepeatable(type) || this.byHand(type) !== undefined;
  }

  private of(type: string): CloudRecovery | undefined {
    return this.all.find(({ prefix }) => type.startsWith(prefix));
  }
}

/** Fills the attributes of a template in; undefined if one is not known. */
function filled(template: string, attribute: Attribute): string | undefined {
  let isComplete = true;
  const text = template.replaceAll(/\{([\w.]+)\}/g, (_, name: string) => {
    const value = attribute(name);
    if (value === undefined) isComplete = false;
    return value ?? '';
  });
  return isComplete ? text : undefined;
}
