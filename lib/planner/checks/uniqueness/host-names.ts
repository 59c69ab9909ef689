import type { DerivedName } from '../../model/derived-name';
import { hostNames } from '../../model/names';
import type { ResolvedFactory } from '../../model/resolved';

/** Host names of the workloads of a factory, in common and at each site. */
export function derivedHostNames({ spec, sites, workloads }: ResolvedFactory): readonly DerivedName[] {
  const { traffic } = spec;
  if (traffic === undefined) return [];
  return workloads.flatMap(({ name, path }) => {
    const names = hostNames(name, traffic.domain);
    return [names.common, ...sites.map((site) => names.at(site.name))].map((host) => ({
      kind: 'host name',
      name: host,
      scope: 'DNS',
      path,
    }));
  });
}
