import type { SiteControl } from '../../model/cloud';
import { compare } from '../../model/finding';
import type { SitePlan } from '../../model/plan';

/** Controls of which a move may gain or lose some, in words; what an existing cluster's operator does is not known here. */
const words: Readonly<Record<SiteControl, string>> = {
  'encrypted-with-own-key': 'weights and logs are encrypted with a key of the factory',
  'flow-logs': 'the network keeps flow logs',
  'audit-logs': 'the control plane keeps audit logs',
  'private-api': 'the API of the cluster is reachable from inside the network only',
  'resolves-allowed-names': 'names are resolved from a list that is allowed',
  'unshared-hardware': 'hardware is not shared with other customers',
};

const EGRESS_BY_NAME = 'egress is limited by domain name, not by address alone';

const controlsOf = ({ controls, runtime }: SitePlan): readonly string[] => [
  ...(runtime.egressEnforcement === 'cidr-only' ? [] : [EGRESS_BY_NAME]),
  ...controls.map((control) => words[control]),
];

/** Controls that hold at one of two sites only, in words. */
export function compareControls(
  from: SitePlan,
  to: SitePlan,
): { readonly gained: readonly string[]; readonly lost: readonly string[] } {
  const only = (one: SitePlan, other: SitePlan): string[] => {
    const held = controlsOf(other);
    return controlsOf(one)
      .filter((control) => !held.includes(control))
      .sort(compare);
  };
  return { gained: only(to, from), lost: only(from, to) };
}
