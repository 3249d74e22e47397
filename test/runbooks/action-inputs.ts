// The actions of schema 0.3 that documents here may use, with their inputs: Systems Manager user guide, automation actions reference.

export interface ActionInputs {
  readonly required: readonly string[];
  readonly others: readonly string[] | 'any';
}

const PROPERTY = ['Service', 'Api', 'PropertySelector', 'DesiredValues'];

export const ACTIONS: { readonly [action: string]: ActionInputs } = {
  'aws:approve': { required: ['Approvers'], others: ['NotificationArn', 'Message', 'MinRequiredApprovals'] },
  'aws:assertAwsResourceProperty': { required: PROPERTY, others: 'any' },
  'aws:branch': { required: ['Choices'], others: ['Default'] },
  'aws:executeAwsApi': { required: ['Service', 'Api'], others: 'any' },
  'aws:executeScript': { required: ['Runtime', 'Handler', 'Script'], others: ['InputPayload', 'Attachment'] },
  'aws:updateVariable': { required: ['Name', 'Value'], others: [] },
  'aws:waitForAwsResourceProperty': { required: PROPERTY, others: 'any' },
};

export const OPERATORS: readonly string[] = [
  ...['StringEquals', 'EqualsIgnoreCase', 'StartsWith', 'EndsWith', 'Contains'],
  ...['NumericEquals', 'NumericGreater', 'NumericLesser', 'NumericGreaterOrEquals', 'NumericLesserOrEquals'],
  'BooleanEquals',
];
