// userIdentity blocks: who CloudTrail says made a call.
import { isoSeconds } from '../calendar.ts';
import type { JsonObject } from '../json.ts';

export interface Role {
  readonly name: string;
  /** `/` or `/service-role/` or `/aws-reserved/sso.amazonaws.com/`. */
  readonly path: string;
  readonly id: string;
}

export interface Session {
  readonly role: Role;
  readonly name: string;
  readonly accessKeyId: string;
  readonly createdMs: number;
}

export const roleArn = (account: string, role: Role): string => `arn:aws:iam::${account}:role${role.path}${role.name}`;

export const sessionArn = (account: string, session: Session): string =>
  `arn:aws:sts::${account}:assumed-role/${session.role.name}/${session.name}`;

export const assumedRole = (account: string, session: Session, invokedBy?: string): JsonObject => ({
  type: 'AssumedRole',
  principalId: `${session.role.id}:${session.name}`,
  arn: sessionArn(account, session),
  accountId: account,
  accessKeyId: session.accessKeyId,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: session.role.id,
      arn: roleArn(account, session.role),
      accountId: account,
      userName: session.role.name,
    },
    attributes: { creationDate: isoSeconds(session.createdMs), mfaAuthenticated: 'false' },
  },
  invokedBy,
});

export const awsService = (invokedBy: string): JsonObject => ({ type: 'AWSService', invokedBy });
