import type { IConstruct } from 'constructs';
import type { ISite } from './site';

const SITE = Symbol.for('cdktf-ai-factory/site');

/** Marks a construct as a site; what is below it belongs to it. */
export const markSite = (site: ISite): void => {
  Object.defineProperty(site, SITE, { value: true });
};

const isSite = (construct: IConstruct): construct is ISite => Reflect.get(construct, SITE) === true;

/** Returns the site that a construct is in. @throws Error if it is in none */
export function siteOf(construct: IConstruct): ISite {
  const site = [...construct.node.scopes].reverse().find(isSite);
  if (site === undefined) {
    throw new Error(`${construct.node.path} is in no site; use a site, or a construct in one, as the scope`);
  }
  return site;
}
