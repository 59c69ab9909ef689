import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { CeAnomalyMonitor } from '@cdktf/provider-aws/lib/ce-anomaly-monitor';
import { CeAnomalySubscription } from '@cdktf/provider-aws/lib/ce-anomaly-subscription';
import { Construct } from 'constructs';
import { round } from '../../units/convert';

/** Percent above the expected spending from which an anomaly is reported. */
const ANOMALY_PERCENT = 20;

/** Amount, spending and recipients of a monthly budget. */
export interface MonthlyBudgetProps {
  /** Name of the budget and its monitor. */
  readonly name: string;
  /** Amount of the budget in USD per month. */
  readonly usdPerMonth: number;
  /** Cost allocation tag of the spending that counts. It has to be activated once in the payer's account. */
  readonly costTag: {
    /** Key of the tag. */
    readonly key: string;
    /** Value of the tag. */
    readonly value: string;
  };
  /** Shares of the budget at which actual and forecast spending are reported. @default - 0.5, 0.8 and 1 */
  readonly alertShares?: readonly number[];
  /** Mail addresses that are notified. @default - none */
  readonly notify?: readonly string[];
  /** ARN of the topic that is notified. @default - none, and anomalies are sent by mail once a day */
  readonly topicArn?: string;
}

/** A monthly budget with alerts on actual and forecast spending, and a monitor of unusual spending. */
export class MonthlyBudget extends Construct {
  /** The budget itself. */
  public readonly budget: BudgetsBudget;
  /** ARN of the monitor of unusual spending. */
  public readonly monitorArn: string;

  constructor(scope: Construct, id: string, props: MonthlyBudgetProps) {
    super(scope, id);
    const { name, costTag } = props;
    this.budget = new BudgetsBudget(this, 'budget', {
      name,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: `${props.usdPerMonth}`,
      limitUnit: 'USD',
      costFilter: [{ name: 'TagKeyValue', values: [`user:${costTag.key}$${costTag.value}`] }],
      notification: notifications(props),
    });
    this.node.defaultChild = this.budget;
    const monitor = new CeAnomalyMonitor(this, 'anomaly-monitor', {
      name,
      monitorType: 'CUSTOM',
      monitorSpecification: JSON.stringify({
        And: null,
        CostCategories: null,
        Dimensions: null,
        Not: null,
        Or: null,
        Tags: { Key: costTag.key, MatchOptions: null, Values: [costTag.value] },
      }),
    });
    this.monitorArn = monitor.arn;
    const { topicArn } = props;
    const mail = mailAddresses(props);
    if (topicArn === undefined && mail.length === 0) return;
    new CeAnomalySubscription(this, 'anomaly-subscription', {
      name,
      // Cost Explorer sends single anomalies to topics only.
      frequency: topicArn === undefined ? 'DAILY' : 'IMMEDIATE',
      monitorArnList: [monitor.arn],
      subscriber:
        topicArn === undefined
          ? mail.map((address) => ({ type: 'EMAIL', address }))
          : [{ type: 'SNS', address: topicArn }],
      thresholdExpression: {
        dimension: {
          key: 'ANOMALY_TOTAL_IMPACT_PERCENTAGE',
          matchOptions: ['GREATER_THAN_OR_EQUAL'],
          values: [`${ANOMALY_PERCENT}`],
        },
      },
    });
  }
}

const mailAddresses = ({ notify = [] }: MonthlyBudgetProps): string[] =>
  notify.filter((address) => address.includes('@'));

const notifications = (props: MonthlyBudgetProps) =>
  (props.alertShares ?? [0.5, 0.8, 1]).flatMap((share) =>
    ['ACTUAL', 'FORECASTED'].map((notificationType) => ({
      comparisonOperator: 'GREATER_THAN',
      notificationType,
      thresholdType: 'PERCENTAGE',
      threshold: round(share * 100, 2),
      subscriberSnsTopicArns: props.topicArn === undefined ? [] : [props.topicArn],
      subscriberEmailAddresses: mailAddresses(props),
    })),
  );
