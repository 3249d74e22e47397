// Where a document's role acts.

export interface PolicyScope {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Of the topic that is asked and told. */
  readonly topicArn: string;
  /** Of the bucket that evidence goes to. */
  readonly bucket: string;
}

const reference = (name: string): string => ['$', '{', name, '}'].join('');

/** In the words of CloudFormation's Fn::Sub. */
export const PSEUDO_SCOPE: PolicyScope = {
  partition: reference('AWS::Partition'),
  account: reference('AWS::AccountId'),
  region: reference('AWS::Region'),
  topicArn: reference('TopicArn'),
  bucket: reference('EvidenceBucket'),
};
