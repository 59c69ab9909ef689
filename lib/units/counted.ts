/** A number of things in words, such as `1 node` or `2 nodes`. @param one name of one of them */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
