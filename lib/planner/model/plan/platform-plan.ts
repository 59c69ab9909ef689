/** Helm releases of a site in the order in which they install. */
export interface PlatformPlan {
  /** Releases in installation order. Charts that the cluster already has are left out. */
  readonly releases: readonly ReleasePlan[];
  /** Namespaces with the Pod Security level that their releases need. */
  readonly namespaces: readonly {
    /** Name of the namespace, which the platform stack creates. */
    readonly name: string;
    /** Pod Security Standard that the namespace enforces. */
    readonly podSecurity: 'privileged' | 'baseline' | 'restricted';
  }[];
}

/** One Helm release of the platform of a site. */
export interface ReleasePlan {
  /** Name of the release. Its row in the catalogue is `chart/<name>`. */
  readonly name: string;
  /** Namespace of the release, listed in `namespaces` unless it is `kube-system`. */
  readonly namespace: string;
  /** Name of the chart, which may differ from the name of the release. */
  readonly chart: string;
  /** URL of the chart repository, `https://` or `oci://`. Null: the chart is part of this package. */
  readonly repository: string | null;
  /** Exact chart version. */
  readonly version: string;
  /** Values of the chart, derived from the site. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Time in seconds that Helm waits for the resources of the release. */
  readonly timeoutSeconds: number;
  /** Names of releases that must be there first. */
  readonly after: readonly string[];
}
