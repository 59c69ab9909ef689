import type { ResolvedFactory, ResolvedSite } from '../../../../planner/model/resolved';
import { type AwsSiteSpec, isAwsSite } from '../site';

const isAws = (site: ResolvedSite): site is ResolvedSite<AwsSiteSpec> => isAwsSite(site.spec);

/** Returns the AWS sites of a factory. */
export const awsSites = ({ sites }: Pick<ResolvedFactory, 'sites'>): readonly ResolvedSite<AwsSiteSpec>[] =>
  sites.filter(isAws);
