import type { FactorySpec } from '../../../spec/factory';
import type { LibraryFinding } from '../../model/finding';

/** Parts of a factory whose lists may state a text twice: arguments have an order, and rows are not derived from. */
const FREE = /(^|\.)(args|catalog)(\.|$)/;

/** Lists of a factory name each thing once: what is made for each element would be made twice. */
export function checkLists(spec: FactorySpec): LibraryFinding[] {
  const visit = (value: unknown, path: string): LibraryFinding[] => {
    if (FREE.test(path) || typeof value !== 'object' || value === null) return [];
    const at = (key: string | number) => (path === '' ? `${key}` : `${path}.${key}`);
    if (!Array.isArray(value)) return Object.entries(value).flatMap(([key, each]) => visit(each, at(key)));
    return value.flatMap((each: unknown, index): LibraryFinding[] => {
      if (typeof each !== 'string') return visit(each, at(index));
      return value.indexOf(each) === index
        ? []
        : [
            {
              code: 'stated-twice',
              severity: 'error',
              path: at(index),
              message: `"${each}" is already in the list, at ${at(value.indexOf(each))}; remove one of them`,
            },
          ];
    });
  };
  return visit(spec, '');
}
