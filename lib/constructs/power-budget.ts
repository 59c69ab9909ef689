import { Construct } from 'constructs';
import { PowerSpec } from '../spec/budget';
import type { PowerBudgetOptions } from '../spec/props.generated';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import { siteOf } from './site-scope';

/** IT load in kW, feeds, racks, PUE and the price of energy of a site. */
export interface PowerBudgetProps extends PowerBudgetOptions {}

/**
 * The electrical limits of a site: feeds, racks, IT load, and the price of energy. Plans that exceed one are refused.
 *
 * A site has one. A site class that adds a budget by default takes its values as props, so that its users can replace them.
 *
 * @throws FactoryError if the site has a power budget already, or a value is invalid
 */
export class PowerBudget extends Construct {
  public constructor(scope: Construct, id: string, props: PowerBudgetProps) {
    super(freeScope(scope, id), id);
    FactoryCore.of(this).describe({
      construct: this,
      path: ['sites', siteOf(this).name, 'power'],
      schema: PowerSpec,
      render: () => props,
    });
  }
}
