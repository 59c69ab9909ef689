import type { FactoryPlan } from '../../planner/plan';
import type { AwsOptions } from './options';

/**
 * Major version of the AWS provider that every allowed version has: attributes of a later one would not be known.
 *
 * @returns what the options say, else the major of the highest lower bound of the factory's range; 5 where it has none
 */
export function providerMajor({ providerMajor: stated }: AwsOptions, { terraform }: FactoryPlan): 5 | 6 {
  if (stated !== undefined) return stated;
  const bounds = [...(terraform.providerConstraints.aws ?? '').matchAll(/(?:^|,)\s*(?:>=|~>|=|>)?\s*(\d+)/g)];
  return bounds.some(([, major]) => Number(major) >= 6) ? 6 : 5;
}
