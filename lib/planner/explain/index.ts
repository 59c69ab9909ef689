export { explainPath } from './explain-path';
export { formatPlan } from './format-plan';
export type { Explanation, Explanations, Term } from './trace';
