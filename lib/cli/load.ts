import { defaultCatalog, extendCatalog } from '../catalog/catalog';
import type { Catalog } from '../catalog/rows';
import type { Finding } from '../planner/model/finding';
import { planFactory } from '../planner/plan-factory';
import { lookUp } from '../planner/reports/look-up';
import type { AskedFactory } from '../planner/reports/questions';
import type { FactorySpec } from '../spec/factory';
import { readFactory } from '../spec/parse';
import { type FactorySource, placeFindings, readSource } from '../spec/source';
import { usesCloud } from '../spec/uses-cloud';
import { standardClouds } from './clouds';
import { unreadable } from './target';

/** A factory file that was read and, if its schema allows it, planned. */
export interface LoadedFactory {
  /** Findings with their lines. */
  readonly findings: readonly Finding[];
  /** Whether the text is no document at all. */
  readonly isUnreadable: boolean;
  /** The file as it was read. @default - the schema refuses it */
  readonly source?: FactorySource;
  /** The planned factory. @default - the schema refuses it */
  readonly planned?: AskedFactory;
}

/** Reads, parses and plans the text of a factory file. */
export function loadFactory(name: string, text: string): LoadedFactory {
  const read = readSource(text, { clouds: standardClouds });
  if ('unreadable' in read) {
    const findings = read.unreadable.flatMap(({ reason, line }) => unreadable(name, reason, line).findings);
    return { findings, isUnreadable: true };
  }
  if ('findings' in read) {
    return { findings: [...read.findings, ...ofRest(read)], isUnreadable: false };
  }
  const { input, lineOf, isStated } = read.source;
  // The constructs of the factory know the clouds that it uses, and no others.
  const clouds = standardClouds.filter((rules) => usesCloud(input, rules));
  const own = clouds.length === standardClouds.length ? read.source : readFactory(input, { clouds });
  const spec = 'spec' in own ? own.spec : read.source.spec;
  const catalog = catalogOf(spec);
  const plan = planFactory(spec, catalog, { clouds });
  const findings = placeFindings(plan.findings, lineOf);
  const locate = (finding: Finding): Finding => placeFindings([finding], lineOf)[0] ?? finding;
  return {
    findings,
    isUnreadable: false,
    source: read.source,
    planned: { spec, catalog, plan: { ...plan, findings }, clouds, isStated, locate },
  };
}

const catalogOf = (spec: FactorySpec): Catalog =>
  spec.catalog === undefined ? defaultCatalog : extendCatalog(defaultCatalog, spec.catalog);

/** What can already be said of the parts that the schema did not refuse: problems come all at once. */
function ofRest({ findings, rest }: { readonly findings: readonly Finding[]; readonly rest?: FactorySource }) {
  if (rest === undefined) return [];
  const refused = findings.map((finding) => finding.path);
  return placeFindings(lookUp(rest.spec, catalogOf(rest.spec), refused, { clouds: standardClouds }), rest.lineOf);
}
