import type { ResolvedPool, ResolvedSite } from './resolved';

/** What one node of a pool costs, draws, heats and emits, as placement counts it. */
export interface NodeMeasures {
  readonly usdPerHour: number;
  /** Peak: limits are for the worst moment. */
  readonly watts: number;
  readonly airWatts: number;
  readonly liquidWatts: number;
  /** While it serves. */
  readonly gramsPerHour: number;
  /** While nothing runs on it. */
  readonly idleGramsPerHour: number;
}

/** A sum over the nodes of a site that must stay below a limit. */
export interface SiteLimit {
  /** Path in the factory file, such as `sites.hall.power.itKw`. */
  readonly path: string;
  readonly site: string;
  /** IT load in W, heat to air and to liquid in W, USD an hour, g CO2e an hour. */
  readonly kind: 'power' | 'air' | 'liquid' | 'money' | 'carbon';
  /** Feed that the limit belongs to. Null if it belongs to the whole site. */
  readonly feed: string | null;
  /** What the nodes may take of it; negative if the rest of the site takes more than the limit. */
  readonly most: number;
  /** What the rest of the site takes of it; `most` is without it. @default 0 */
  readonly beside?: number;
  /** What one node of each pool takes of it. */
  readonly perNode: Readonly<Record<string, number>>;
  /** What one node full of replicas takes beyond that, by pool. @default - nothing */
  readonly perBusyNode?: Readonly<Record<string, number>>;
}

/** Measures of a factory, as placement counts them. */
export interface Measures {
  /** Returns the measures of one node of a pool. */
  nodeOf(site: ResolvedSite, pool: ResolvedPool): NodeMeasures;
  /** Returns every limit that the nodes of a site share. */
  limitsOf(site: ResolvedSite): readonly SiteLimit[];
}
