// The budget guard: a mail when Lapwing costs more than it may. AWS's own budget knows the bill, a day late and only once its tag
// is activated in the billing console; the alarm `spending` reckons from today's work, and needs nothing.
import { Stack, Tags } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';
import { PREFIX } from '../names.ts';

/** On everything of ours, so that a bill can be asked for it. */
const TAG = { key: 'application', value: PREFIX } as const;

export const budget = (scope: Construct, monthlyUsd: number, emails: readonly string[]): void => {
  if (!(monthlyUsd > 0)) throw new Error('a budget is some dollars a month, more than none');
  Tags.of(scope).add(TAG.key, TAG.value);
  const subscribers = emails.map((address) => ({ subscriptionType: 'EMAIL', address }));
  new CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: `${PREFIX}-${Stack.of(scope).region}`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: monthlyUsd, unit: 'USD' },
      costFilters: { TagKeyValue: [`user:${TAG.key}$${TAG.value}`] },
    },
    notificationsWithSubscribers: [
      // What the month will come to, while something can be done about it; and what it did come to.
      { notification: { notificationType: 'FORECASTED', comparisonOperator: 'GREATER_THAN', threshold: 100 }, subscribers },
      { notification: { notificationType: 'ACTUAL', comparisonOperator: 'GREATER_THAN', threshold: 100 }, subscribers },
    ],
  });
};
