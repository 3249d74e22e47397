// Who may do what with the customer's key: our functions, and alarms on their way to the topic that it encrypts.
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** What a function of ours needs to read and write what is encrypted: by name, where CDK's own grant has wildcards. */
export const letRoleUse = (key: IKey, role: Role): void => {
  role.addToPolicy(
    new PolicyStatement({ actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'], resources: [key.keyArn] }),
  );
};

/** Does nothing to an imported key, whose policy is its owner's: docs/deploy.md says what it must allow. */
export const letServicesUse = (key: IKey, scope: Construct): void => {
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
};
