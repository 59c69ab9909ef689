/** Helm releases of a site in the order in which they install. */
export interface PlatformPlan {
  readonly releases: readonly ReleasePlan[];
  /** Namespaces with the Pod Security level that their releases need. */
  readonly namespaces: readonly {
    readonly name: string;
    readonly podSecurity: 'privileged' | 'baseline' | 'restricted';
  }[];
}

export interface ReleasePlan {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly repository: string | null;
  readonly version: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly timeoutSeconds: number;
  /** Names of releases that must be there first. */
  readonly after: readonly string[];
}
