import type { IConstruct } from 'constructs';
import type { Handle } from '../../../constructs/handle';
import type { ISite } from '../../../constructs/site';
import { siteOf } from '../../../constructs/site-scope';
import type { AwsSubstrate } from '../fill';

const handles = new WeakMap<ISite, Handle<AwsSubstrate>>();

/** Sets the handle on what a site has below Kubernetes, so that constructs in the site find it. */
export const setSubstrateHandle = (site: ISite, handle: Handle<AwsSubstrate>): void => {
  handles.set(site, handle);
};

/** Returns the handle on the substrate of the site that a construct is in. @throws Error if the site is not of AWS */
export function substrateHandleOf(construct: IConstruct): Handle<AwsSubstrate> {
  const site = siteOf(construct);
  const handle = handles.get(site);
  if (handle === undefined) {
    throw new Error(`${construct.node.path} is in site ${site.name}, which is no AwsSite; use an AwsSite as the scope`);
  }
  return handle;
}
