import type { Machine } from '../../catalog/rows';
import type { ResolvedSite } from '../model/resolved';

/** `fabric` of nodes that have no network between them but the site's own. */
export const NO_FABRIC = 'none';

/** Name of the fabric between nodes of a machine at a site. */
export function fabricAt({ facts }: ResolvedSite, machine: Machine): string {
  const { fabric } = facts;
  return fabric !== null && (fabric.on?.(machine) ?? true) ? fabric.name : NO_FABRIC;
}
