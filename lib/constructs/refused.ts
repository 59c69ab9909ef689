import { FactoryError } from '../errors';
import type { Finding } from '../planner/model/finding';

/** Returns the error that a site class throws for props that contradict each other; its construct and line are added. */
export const refused = (finding: Omit<Finding, 'severity'>): FactoryError =>
  new FactoryError([{ ...finding, severity: 'error' }]);
