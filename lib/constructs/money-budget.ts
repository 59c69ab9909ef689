import { Construct } from 'constructs';
import { MoneySpec } from '../spec/budget';
import type { MoneyBudgetOptions } from '../spec/props.generated';
import { FactoryCore } from './factory-core';
import { siteOf } from './site-scope';

export interface MoneyBudgetProps extends MoneyBudgetOptions {}

/**
 * The money that a site may cost a month, and who is notified. Plans that exceed it are refused.
 *
 * A site has one. @throws FactoryError if the site has a money budget already, or a value is invalid
 */
export class MoneyBudget extends Construct {
  public constructor(scope: Construct, id: string, props: MoneyBudgetProps) {
    super(scope, id);
    FactoryCore.of(this).describe({
      construct: this,
      path: ['sites', siteOf(this).name, 'money'],
      schema: MoneySpec,
      render: () => props,
    });
  }
}
