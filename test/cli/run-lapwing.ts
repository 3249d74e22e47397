// The command line as a program of its own, and the CloudTrail records it is given.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../cli/lapwing.ts', import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const runLapwing = (folder: string, ...args: readonly string[]): Ran => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8', cwd: folder });
  return { status, stdout, stderr };
};

/** Somebody stops the trail: a rule's finding. `number` tells the records apart, `day` of March 2026 their findings. */
export const stopLogging = (number: number, day: number, more: object = {}): string =>
  JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:night',
      arn: 'arn:aws:sts::111122223333:assumed-role/ops-admin/night',
      accountId: '111122223333',
      accessKeyId: 'ASIAQWERTYUIOPASDFGH',
      sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/ops-admin', userName: 'ops-admin' } },
    },
    eventTime: `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`,
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.17.0',
    requestParameters: { name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main' },
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    ...more,
  });

export interface PrintedFinding {
  readonly stage: string;
  readonly id: string;
  readonly detector: string;
  readonly severity: string;
  readonly evidence: readonly string[];
}

export const printedFindings = ({ stdout }: Ran): readonly PrintedFinding[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
