/** A name that the library derives, and where it must be unique. */
export interface DerivedName {
  /** What has the name, such as `Deployment`. */
  readonly kind: string;
  /** The derived name. */
  readonly name: string;
  /** Where no two names of the kind may be equal, such as `namespace acme-chat` of a cluster. */
  readonly scope: string;
  /** Sites in whose clusters the name is. @default - every site */
  readonly sites?: readonly string[];
  /** Path in the factory file of what the name is derived from; null if it is there anyway. */
  readonly path: string | null;
  /** What has the name if it is there anyway, such as `the platform`. @default - the path */
  readonly owner?: string;
  /** How the name can be changed. @default 'rename one of them' */
  readonly fix?: string;
  /** How any collision with this one is avoided, whatever the name. @default - by `fix` */
  readonly remedy?: string;
}
