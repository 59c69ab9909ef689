import type { LibraryCheck } from '../model/check';
import { checkNames } from './uniqueness';

/** Names that are derived from two parts of a factory differ. */
export const names: LibraryCheck = {
  id: 'names',
  why: 'names are joined from parts that contain dashes, and of two objects with one name the second takes the place of the first',
  check: checkNames,
};
