/** Returns the value of an attribute with its references resolved; undefined if one of them is not known. */
export type Attribute = (name: string) => string | undefined;

/** Data sources of a lookup, by type and id. */
export type LookupData = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface LookupInput {
  /** Name of the factory, which every object carries as the tag `ai-factory:factory`. */
  readonly factory: string;
  /** Terraform providers of the resources that a state misses: `aws.virginia`, or '' for the one without an alias. */
  readonly providers: readonly string[];
  /** Data sources of the stack. */
  readonly data: LookupData;
}

/** An object of a cloud, found by its tags. */
export interface FoundObject {
  /** Construct path of the object, from its tag `ai-factory:id`. */
  readonly path: string;
  /** What the cloud identifies it by, such as an ARN. */
  readonly id: string;
}

/** How a cloud's objects that exist and that a state misses are found and imported. */
export interface CloudRecovery {
  /** Prefix of the types of the cloud's resources, such as `aws_`. */
  readonly prefix: string;
  /** Output of the lookup, and what reads its value. */
  readonly output: string;
  /** Returns data sources that list the objects of a factory, and the value of the output. */
  lookup(input: LookupInput): { readonly data: LookupData; readonly value: unknown };
  found(value: unknown): readonly FoundObject[];
  /** Returns the import id of a resource by its own names; undefined if its type has none or a part is not known. */
  importIdByName(type: string, attribute: Attribute): string | undefined;
  /** Returns the import id of a resource that was found by its tags; undefined if its type is not imported by them. */
  importIdByObject(type: string, id: string): string | undefined;
  /** Returns whether resources of a type can be imported. */
  isImportable(type: string): boolean;
  /** Types that are written by calls which can be repeated, with the call. A second apply continues where the first ended. */
  readonly repeatable: Readonly<Record<string, string>>;
  /** Types that can be neither repeated nor found, with what a person does about an object that was created. */
  readonly byHand: Readonly<Record<string, string>>;
}

type Named = (attribute: Attribute) => readonly (string | undefined)[];

/** How an import id is made from the names of a resource. */
export interface NameRule {
  readonly separator: string;
  readonly of: Named;
}

/** Returns a rule that joins attributes. */
export const named = (separator: string, ...names: readonly string[]): NameRule => ({
  separator,
  of: (attribute) => names.map(attribute),
});

/** Applies a rule; undefined if there is none or a part is not known. */
export function importIdOf(rule: NameRule | undefined, attribute: Attribute): string | undefined {
  if (rule === undefined) return undefined;
  const parts = rule.of(attribute);
  return parts.every((part) => part !== undefined) ? parts.join(rule.separator) : undefined;
}
