import type { ResolvedSite } from '../model/resolved';

/**
 * Node labels from the widest to the narrowest place of a site, the host last; empty: none.
 *
 * Only existing nodes have a place in a topology: a pool that grows from nothing would never be admitted. And Kueue does not count
 * devices of DRA in a place.
 */
export const topologyOf = ({ facts }: ResolvedSite): readonly string[] =>
  facts.builds || facts.acceleratorApi === 'dra' || facts.topology.length === 0
    ? []
    : [...facts.topology, 'kubernetes.io/hostname'];
