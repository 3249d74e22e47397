// What our functions may do with the customer's key.
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/** What a function of ours needs to read and write what is encrypted: by name, where CDK's own grant has wildcards. */
export const letRoleUse = (key: IKey, role: Role): void => {
  role.addToPolicy(
    new PolicyStatement({ actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'], resources: [key.keyArn] }),
  );
};
