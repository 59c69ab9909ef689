import type { ResolvedSite } from '../model/resolved';

/**
 * Node labels from the widest to the narrowest place of a site, the host last; empty: none.
 *
 * Only nodes that stand have places: a pool that grows from nothing would never be admitted. And Kueue does not count
 * devices of DRA in a place.
 */
export const topologyOf = ({ facts }: ResolvedSite): readonly string[] =>
  facts.builds || facts.acceleratorApi === 'dra' || facts.topology.length === 0
    ? []
    : [...facts.topology, 'kubernetes.io/hostname'];
