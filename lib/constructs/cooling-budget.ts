import { Construct } from 'constructs';
import { CoolingSpec } from '../spec/budget';
import type { CoolingBudgetOptions } from '../spec/props.generated';
import { FactoryCore } from './factory-core';
import { siteOf } from './site-scope';

export interface CoolingBudgetProps extends CoolingBudgetOptions {}

/**
 * The heat that a site can remove, by air and by liquid. Plans that exceed it are refused.
 *
 * A site has one. @throws FactoryError if the site has a cooling budget already, or a value is invalid
 */
export class CoolingBudget extends Construct {
  public constructor(scope: Construct, id: string, props: CoolingBudgetProps) {
    super(scope, id);
    FactoryCore.of(this).describe({
      construct: this,
      path: ['sites', siteOf(this).name, 'cooling'],
      schema: CoolingSpec,
      render: () => props,
    });
  }
}
