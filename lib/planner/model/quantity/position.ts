type Named = Readonly<Record<string, unknown>>;

/** Names by which an element of a list of the plan may be called, the best first. */
export function namesOf(element: Named): string[] {
  const { name, site, pool, serving } = element;
  return [
    ...['name', 'id'].map((key) => element[key]),
    ...(typeof name === 'string' && typeof pool === 'string' ? [`${name}@${pool}`] : []),
    // A workload has one entry for each site and pool, two if both ends of a move are on one pool.
    ...(typeof site === 'string' && typeof pool === 'string' ? [`${site}.${pool}`, `${site}.${pool}.${serving}`] : []),
    ...['pool', 'feed', 'site', 'workload', 'serving'].map((key) => element[key]),
  ].flatMap((key) => (typeof key === 'string' ? [key] : []));
}

/** The first name of an element that no element before it has. */
export const ownName = (list: readonly Named[], element: Named): string | undefined =>
  namesOf(element).find((key) => list.find((each) => namesOf(each).includes(key)) === element);
