import { compare } from '../finding';
import type { SitePlan } from '../plan';

/** A control that a site may hold for what runs there. */
interface Control {
  readonly words: string;
  holds(site: SitePlan): boolean;
}

/** Controls of which a move may gain or lose some; what an existing cluster's operator does is not known here. */
const controls: readonly Control[] = [
  {
    words: 'egress is limited by domain name, not by address alone',
    holds: (site) => site.runtime.egressEnforcement !== 'cidr-only',
  },
  { words: 'weights and logs are encrypted with a key of the factory', holds: (site) => site.substrate !== null },
  { words: 'the network keeps flow logs', holds: (site) => site.substrate !== null },
  { words: 'the control plane keeps audit logs', holds: (site) => site.substrate !== null },
  {
    words: 'the API of the cluster is reachable from inside the network only',
    holds: (site) => site.substrate !== null && site.substrate.cluster.publicCidrs === null,
  },
  {
    words: 'names are resolved from a list that is allowed',
    holds: (site) => (site.substrate?.network.allowedDomains ?? null) !== null,
  },
  { words: 'hardware is not shared with other customers', holds: (site) => site.region === null },
];

/** Controls that hold at one of two sites only, in words. */
export function compareControls(
  from: SitePlan,
  to: SitePlan,
): { readonly gained: readonly string[]; readonly lost: readonly string[] } {
  const only = (one: SitePlan, other: SitePlan): string[] =>
    controls
      .filter((control) => control.holds(one) && !control.holds(other))
      .map((control) => control.words)
      .sort(compare);
  return { gained: only(to, from), lost: only(from, to) };
}
