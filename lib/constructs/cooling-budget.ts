import { Construct } from 'constructs';
import { CoolingSpec } from '../spec/budget';
import type { CoolingBudgetOptions } from '../spec/props.generated';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import { siteOf } from './site-scope';

/** Cooling method of a site, and the heat in kW that air and liquid can remove. */
export interface CoolingBudgetProps extends CoolingBudgetOptions {}

/**
 * The heat that a site can remove, by air and by liquid. Plans that exceed it are refused.
 *
 * A site has one. A site class that adds a budget by default takes its values as props, so that its users can replace them.
 *
 * @throws FactoryError if the site has a cooling budget already, or a value is invalid
 */
export class CoolingBudget extends Construct {
  public constructor(scope: Construct, id: string, props: CoolingBudgetProps) {
    super(freeScope(scope, id), id);
    FactoryCore.of(this).describe({
      construct: this,
      path: ['sites', siteOf(this).name, 'cooling'],
      schema: CoolingSpec,
      render: () => props,
    });
  }
}
