// What is remembered: partials that pass, baselines and findings that stay. Paid by use: a quiet account's tables cost cents.
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { PREFIX } from '../names.ts';

export interface StateProps {
  readonly key: IKey | undefined;
}

export class State extends Construct {
  /** Partials, claims, matches and work that is due: days old at most, and made again by a replay. */
  readonly partials: Table;
  /** A month of learning: losing it blinds the behaviours for a week. */
  readonly baselines: Table;
  /** Evidence, and what was told of it. */
  readonly findings: Table;

  constructor(scope: Construct, id: string, { key }: StateProps) {
    super(scope, id);
    const table = (name: string, removalPolicy: RemovalPolicy): Table =>
      new Table(this, name, {
        tableName: `${PREFIX}-${name.toLowerCase()}`,
        partitionKey: { name: 'pk', type: AttributeType.STRING },
        sortKey: { name: 'sk', type: AttributeType.STRING },
        billingMode: BillingMode.PAY_PER_REQUEST,
        timeToLiveAttribute: 'ttl',
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        ...(key === undefined ? {} : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
        removalPolicy,
        // What stays behind must not be deleted by a slip of the hand either.
        deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      });
    this.partials = table('Partials', RemovalPolicy.DESTROY);
    this.baselines = table('Baselines', RemovalPolicy.RETAIN);
    this.findings = table('Findings', RemovalPolicy.RETAIN);
  }
}
