/** A number of the plan that is chosen and not computed: a port, a retention, a position. */
export interface Setting {
  /** Its path with names; `*` is one name, `**` whatever follows. */
  readonly pattern: string;
  /** Unit of the number. */
  readonly unit: string;
  /** What is chosen, as a phrase. */
  readonly what: string;
  /** Path in the factory file that states it, `$1` for the first name of the pattern; null: the library alone does. */
  readonly path: string | null;
  /** Who chooses where the file does not. @default - the schema's default, or the library */
  readonly otherwise?: string;
}
