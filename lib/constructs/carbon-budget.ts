import { Construct } from 'constructs';
import { CarbonSpec } from '../spec/budget';
import type { CarbonBudgetOptions } from '../spec/props.generated';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import { siteOf } from './site-scope';

/** Carbon in kg CO2e that a site may emit a day. */
export interface CarbonBudgetProps extends CarbonBudgetOptions {}

/**
 * The carbon that a site may emit a day. Plans that exceed it are refused.
 *
 * A site has one. A site class that adds a budget by default takes its values as props, so that its users can replace them.
 *
 * @throws FactoryError if the site has a carbon budget already, or a value is invalid
 */
export class CarbonBudget extends Construct {
  public constructor(scope: Construct, id: string, props: CarbonBudgetProps) {
    super(freeScope(scope, id), id);
    FactoryCore.of(this).describe({
      construct: this,
      path: ['sites', siteOf(this).name, 'carbon'],
      schema: CarbonSpec,
      render: () => props,
    });
  }
}
