export { type Depth, type Explained, Explainer, explained, type PartlyExplained } from './explainer';
export { type Explanation, type Explanations, explain, type Term } from './explanation';
export * from './factors';
export { namesOf, ownName } from './position';
export {
  constant,
  dayOf,
  decided,
  factor,
  fromRow,
  modelled,
  numberAt,
  Quantity,
  stated,
  sumOf,
} from './quantity';
export { ruleOf } from './rule';
export { SHARE } from './unit';
