import { must } from '../model/must';
import type { ResolvedFactory, ResolvedPool, ResolvedSite } from '../model/resolved';

/** Returns a site of a factory by name. */
export const siteOf = ({ sites }: Pick<ResolvedFactory, 'sites'>, name: string): ResolvedSite =>
  must(
    sites.find((each) => each.name === name),
    `site ${name}`,
  );

/** Returns a pool of a site by name. */
export const poolOf = ({ name: site, pools }: Pick<ResolvedSite, 'name' | 'pools'>, name: string): ResolvedPool =>
  must(
    pools.find((each) => each.name === name),
    `pool ${site}/${name}`,
  );
