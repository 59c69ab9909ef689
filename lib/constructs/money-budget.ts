import { Construct } from 'constructs';
import { MoneySpec } from '../spec/budget';
import type { MoneyBudgetOptions } from '../spec/props.generated';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import { siteOf } from './site-scope';

/** Amount of the budget in USD per month, and who is notified at which shares of it. */
export interface MoneyBudgetProps extends MoneyBudgetOptions {}

/**
 * The money that a site may cost a month, and who is notified. Plans that exceed it are refused.
 *
 * A site has one. A site class that adds a budget by default takes its values as props, so that its users can replace them.
 *
 * @throws FactoryError if the site has a money budget already, or a value is invalid
 */
export class MoneyBudget extends Construct {
  public constructor(scope: Construct, id: string, props: MoneyBudgetProps) {
    super(freeScope(scope, id), id);
    FactoryCore.of(this).describe({
      construct: this,
      path: ['sites', siteOf(this).name, 'money'],
      schema: MoneySpec,
      render: () => props,
    });
  }
}
