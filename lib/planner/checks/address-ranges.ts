import { overlaps, parseCidr } from '../../units/cidr';
import type { LibraryFinding } from '../model/finding';
import type { ResolvedFactory } from '../model/resolved';

/** Ranges of all sites are apart, so that a migration can connect any two of them. */
export function checkAddressRanges(factory: ResolvedFactory): LibraryFinding[] {
  const findings: LibraryFinding[] = [];
  const made = factory.sites.filter((site) => site.facts.defaultRange !== null);
  const ranges = factory.sites.flatMap((site) => {
    if (site.spec.addressRange === undefined && site.facts.defaultRange !== null && made.length > 1) {
      findings.push({
        code: 'address-range-missing',
        severity: 'error',
        path: `${site.path}.addressRange`,
        message: `no addressRange, and the factory makes the networks of ${made.length} sites; give each its own range, such as 10.16.0.0/16`,
      });
      return [];
    }
    const text = site.spec.addressRange ?? site.facts.defaultRange;
    const range = text === null ? null : parseCidr(text);
    return range === null || text === null ? [] : [{ site, text, range }];
  });
  ranges.forEach((a, i) => {
    for (const b of ranges.slice(i + 1)) {
      if (!overlaps(a.range, b.range)) continue;
      findings.push({
        code: 'address-ranges-overlap',
        severity: 'error',
        path: `${b.site.path}.addressRange`,
        message: `range ${b.text} overlaps ${a.text} of sites.${a.site.name}; give the sites separate ranges so that they can be connected`,
      });
    }
  });
  return findings;
}
