import { Construct } from 'constructs';
import { PowerSpec } from '../spec/budget';
import type { PowerBudgetOptions } from '../spec/props.generated';
import { FactoryCore } from './factory-core';
import { siteOf } from './site-scope';

export interface PowerBudgetProps extends PowerBudgetOptions {}

/**
 * The electrical limits of a site: feeds, racks, IT load, and the price of energy. Plans that exceed one are refused.
 *
 * A site has one. @throws FactoryError if the site has a power budget already, or a value is invalid
 */
export class PowerBudget extends Construct {
  public constructor(scope: Construct, id: string, props: PowerBudgetProps) {
    super(scope, id);
    FactoryCore.of(this).describe({
      construct: this,
      path: ['sites', siteOf(this).name, 'power'],
      schema: PowerSpec,
      render: () => props,
    });
  }
}
