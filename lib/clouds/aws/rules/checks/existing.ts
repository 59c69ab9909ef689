import type { LibraryCheck } from '../../../../planner/model/check';
import type { LibraryFinding } from '../../../../planner/model/finding';
import type { FindingCode } from '../../../../planner/model/finding-codes';
import { awsSites } from './aws-sites';

/** What exists has what the site needs of it. */
export const existing: LibraryCheck = {
  id: 'existing',
  why: 'the library creates nothing in an existing network or cluster that it does not name, so what is missing there fails on apply',
  isLocal: true,
  check(factory) {
    const findings: LibraryFinding[] = [];
    const report = (code: FindingCode, path: string, message: string): void => {
      findings.push({ code, severity: 'error', path, message });
    };
    for (const { path, spec, zones, pools } of awsSites(factory)) {
      const { existing: network } = spec.network;
      if (network === undefined) {
        if (spec.cluster.existing === undefined) continue;
        report(
          'existing-cluster-network',
          `${path}.network.existing`,
          `cluster ${spec.cluster.existing.name} exists in a VPC, and the site states none; state network.existing with that VPC`,
        );
        continue;
      }
      const subnets = Object.keys(network.privateSubnetIds);
      const used = new Set([...zones, ...pools.flatMap((pool) => pool.zones)]);
      for (const zone of used) {
        if (subnets.includes(zone)) continue;
        report(
          'zone-without-subnet',
          `${path}.network.existing.privateSubnetIds`,
          `no private subnet in zone ${zone}, which the site uses; stated zones: ${subnets.join(', ') || 'none'}; add its subnet, or remove the zone from zones`,
        );
      }
      if (spec.entry.public && Object.keys(network.publicSubnetIds ?? {}).length === 0) {
        report(
          'no-public-subnets',
          `${path}.network.existing.publicSubnetIds`,
          'the entry is public, and no public subnets are stated; state one in each zone, or set entry.public to false',
        );
      }
    }
    return findings;
  },
};
