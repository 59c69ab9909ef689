/**
 * The cloud's own plan of what lies below Kubernetes at a site. Plain JSON; the cloud's own type extends it, and a cloud
 * tells its own by `provider`.
 */
export interface CloudSubstrate {
  /** Name of the cloud. */
  readonly provider: string;
}

/** What only one cloud knows of a pool of nodes: images, interfaces, placement. Plain JSON, typed by the cloud. */
export interface CloudPool {
  /** Name of the cloud. */
  readonly provider: string;
}
