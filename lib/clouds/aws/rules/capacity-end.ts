import { defaultCatalog, findRule, required } from '../../../catalog/catalog';
import type { Catalog } from '../../../catalog/rows';

/** Minutes before the end of a capacity block at which its nodes leave, some minutes before EC2 ends them. */
export const leadMinutesOf = (isUltraServer: boolean, catalog: Catalog = defaultCatalog): number =>
  required(findRule(catalog, isUltraServer ? 'ultraserver-block-lead-minutes' : 'capacity-block-lead-minutes')).value;
