/**
 * How objects of a cloud that exist and are missing from a state are found and imported. It is plain JSON, because the
 * factory of an app passes it to the command `recover`.
 *
 * Every type of the cloud's resources belongs to one of `byName`, `byObject`, `repeatable` and `byHand`.
 */
export interface CloudRecovery {
  /** Prefix of the types of the cloud's resources, such as `aws_`. */
  readonly prefix: string;
  /**
   * How the objects of a factory are listed.
   * @default - objects are found by their names alone
   */
  readonly lookup?: ObjectLookup;
  /**
   * Types whose import ids follow from attributes of the resource, with a template such as `{cluster_name}:{name}`. Of
   * several templates, the first whose attributes are all known is used.
   * @default - none
   */
  readonly byName?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Names that templates can use beside attributes, each with the dotted path of its value in the JSON of the stack.
   * @default - none
   */
  readonly stackValues?: Readonly<Record<string, string>>;
  /**
   * Types whose import ids follow from the identifier of a listed object. Of several rules, the first that matches is used.
   * @default - none
   */
  readonly byObject?: Readonly<Record<string, readonly ObjectRule[]>>;
  /**
   * Attributes, beside `id`, that have the import id of their resource as their value.
   * @default - none
   */
  readonly importIdAttributes?: readonly string[];
  /**
   * Types that are written by calls which can be repeated, each with the call. The next apply repeats it.
   * @default - none
   */
  readonly repeatable?: Readonly<Record<string, string>>;
  /**
   * Types that can be neither repeated nor found, each with what to do about an object that was created.
   * @default - none
   */
  readonly byHand?: Readonly<Record<string, string>>;
}

/** A data source that lists the objects of a factory with their construct paths. */
export interface ObjectLookup {
  /** Type of the data source. It is read with each Terraform provider of the missing resources. */
  readonly dataSource: string;
  /** Arguments of the data source. `{factory}` in a text stands for the name of the factory. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Attribute of the data source that has the list. */
  readonly list: string;
  /** Dotted path of the identifier in a listed object. */
  readonly objectId: string;
  /** Dotted path of the construct path in a listed object. */
  readonly objectPath: string;
  /** Dotted path of the construct path in the arguments of a resource. */
  readonly resourcePath: string;
  /**
   * Attribute of resources that has the same identifier.
   * @default - none
   */
  readonly attribute?: string;
}

/** How an import id follows from the identifier of an object. */
export interface ObjectRule {
  /** Regular expression that the identifier matches. */
  readonly match: string;
  /** The import id, with `$1`, `$2` and so on for the groups of `match`. */
  readonly importId: string;
}
