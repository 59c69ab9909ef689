import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { CeAnomalyMonitor } from '@cdktf/provider-aws/lib/ce-anomaly-monitor';
import { CeAnomalySubscription } from '@cdktf/provider-aws/lib/ce-anomaly-subscription';
import { Construct } from 'constructs';
import type { Realize } from '../../port/port';
import { round } from '../../units/convert';
import { requireHandle } from './log-group';
import type { BudgetPlan } from './rules/plan';

/** Cost allocation tag by which the site's spending is told apart; it has to be activated in the payer's account once. */
const SITE_TAG = 'ai-factory:site';
/** Percent above the expected spending from which an anomaly is reported. */
const ANOMALY_PERCENT = 20;

/** The site's money budget with its thresholds, and a watch for spending out of the ordinary. */
export const realizeBudget = (): Realize<'budget'> => (scope, id, plan, context) => {
  const { topicArn } = requireHandle(context.handles.events, 'events', context);
  const group = new Construct(scope, id);
  const site = context.site.name;
  const budget = new BudgetsBudget(group, 'budget', {
    name: plan.name,
    budgetType: 'COST',
    timeUnit: 'MONTHLY',
    limitAmount: `${plan.usdPerMonth}`,
    limitUnit: 'USD',
    costFilter: [{ name: 'TagKeyValue', values: [`user:${SITE_TAG}$${site}`] }],
    notification: [...notifications(plan, topicArn)],
  });
  const monitor = new CeAnomalyMonitor(group, 'anomaly-monitor', {
    name: plan.name,
    monitorType: 'CUSTOM',
    monitorSpecification: JSON.stringify({
      And: null,
      CostCategories: null,
      Dimensions: null,
      Not: null,
      Or: null,
      Tags: { Key: SITE_TAG, MatchOptions: null, Values: [site] },
    }),
  });
  new CeAnomalySubscription(group, 'anomaly-subscription', {
    name: plan.name,
    frequency: 'IMMEDIATE',
    monitorArnList: [monitor.arn],
    subscriber: [{ type: 'SNS', address: topicArn }],
    thresholdExpression: {
      dimension: {
        key: 'ANOMALY_TOTAL_IMPACT_PERCENTAGE',
        matchOptions: ['GREATER_THAN_OR_EQUAL'],
        values: [`${ANOMALY_PERCENT}`],
      },
    },
  });
  return { ready: [budget] };
};

const notifications = (plan: BudgetPlan, topicArn: string) =>
  plan.alertShares.flatMap((share) =>
    ['ACTUAL', 'FORECASTED'].map((notificationType) => ({
      comparisonOperator: 'GREATER_THAN',
      notificationType,
      thresholdType: 'PERCENTAGE',
      threshold: round(share * 100, 2),
      subscriberSnsTopicArns: [topicArn],
      subscriberEmailAddresses: plan.notify.filter((address) => address.includes('@')),
    })),
  );
