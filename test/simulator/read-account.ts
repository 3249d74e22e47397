// Reads simulated files as a program that knows AWS's formats would, and fails on whatever it cannot read.
import type { SimulatedFile } from '../../cli/simulator/simulate.ts';

export interface LogEvent {
  readonly file: string;
  readonly group: string;
  readonly stream: string;
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

/** The fields that the tests look at, in the types that they have where a test looks. */
export interface TrailRecord {
  readonly eventVersion: string;
  readonly userIdentity: { readonly type: string; readonly arn: string; readonly accessKeyId: string };
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly requestParameters: Readonly<
    Record<'functionName' | 'logGroupName' | 'logStreamName' | 'roleSessionName' | 'bucketName', string>
  >;
  readonly responseElements: { readonly credentials: { readonly accessKeyId: string } };
  readonly additionalEventData?: { readonly bytesTransferredOut: number };
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly managementEvent: boolean;
  readonly recipientAccountId: string;
  readonly eventCategory: string;
}

interface FlowRecord {
  readonly fields: readonly string[];
}

export interface Account {
  readonly files: readonly SimulatedFile[];
  readonly log: readonly LogEvent[];
  readonly control: number;
  readonly trail: readonly TrailRecord[];
  readonly flows: readonly FlowRecord[];
}

const FLOW_HEADER = 'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

interface Message {
  readonly messageType: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly logEvents: readonly { readonly id: string; readonly timestamp: number; readonly message: string }[];
}

const linesOf = (text: string): string[] => {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  return text.slice(0, -1).split('\n');
};

export const readAccount = (simulated: Iterable<SimulatedFile>): Account => {
  const files: SimulatedFile[] = [];
  const log: LogEvent[] = [];
  const trail: TrailRecord[] = [];
  const flows: FlowRecord[] = [];
  let control = 0;
  for (const file of simulated) {
    files.push(file);
    if (file.path.includes('/CloudTrail/')) trail.push(...JSON.parse(file.text).Records);
    else if (file.path.includes('/vpcflowlogs/')) {
      const [header, ...lines] = linesOf(file.text);
      if (header !== FLOW_HEADER) throw new Error(`no flow-log header in ${file.path}`);
      for (const line of lines) flows.push({ fields: line.split(' ') });
    } else {
      for (const line of linesOf(file.text)) {
        const message: Message = JSON.parse(line);
        if (message.messageType === 'CONTROL_MESSAGE') {
          control += 1;
          continue;
        }
        for (const event of message.logEvents) log.push({ file: file.path, group: message.logGroup, stream: message.logStream, ...event });
      }
    }
  }
  return { files, log, control, trail, flows };
};

export const groupOf = (account: Account, name: string): LogEvent[] => account.log.filter((event) => event.group === `/aws/lambda/${name}`);

export const START_MS = Date.parse('2026-03-02T00:00:00Z');
