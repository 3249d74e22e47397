// One CloudTrail record, in the field order AWS writes.
import { isoSeconds } from '../calendar.ts';
import { uuid } from '../identifiers.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Random } from '../random.ts';

export interface TrailCall {
  readonly timeMs: number;
  readonly identity: JsonObject;
  /** `s3` for `s3.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly address: string;
  readonly agent: string;
  readonly readOnly: boolean;
  readonly error?: { readonly code: string; readonly message: string };
  readonly parameters?: Json;
  readonly response?: Json;
  readonly additional?: JsonObject;
  readonly requestId?: string;
  readonly resources?: readonly JsonObject[];
  readonly apiVersion?: string;
  readonly data?: boolean;
  /** Copies for other accounts share an id: set on calls that AWS services make. */
  readonly shared?: boolean;
  /** Present on calls over the public endpoint. */
  readonly host?: string;
  readonly vpcEndpointId?: string;
  readonly eventType?: string;
  readonly fromConsole?: boolean;
}

export interface RecordPlace {
  readonly account: string;
  readonly region: string;
}

/** Services move to a new version of the record each in its own time. */
const VERSIONS: Readonly<Record<string, string>> = { sts: '1.08', signin: '1.08', ec2: '1.10', iam: '1.10', logs: '1.09' };

export const trailRecord = (call: TrailCall, place: RecordPlace, random: Random): string =>
  JSON.stringify({
    eventVersion: VERSIONS[call.service] ?? '1.11',
    userIdentity: call.identity,
    eventTime: isoSeconds(call.timeMs),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: place.region,
    sourceIPAddress: call.address,
    userAgent: call.agent,
    errorCode: call.error?.code,
    errorMessage: call.error?.message,
    requestParameters: call.parameters ?? null,
    responseElements: call.response ?? null,
    additionalEventData: call.additional,
    requestID: call.eventType === 'AwsConsoleSignIn' ? undefined : (call.requestId ?? uuid(random)),
    eventID: uuid(random),
    readOnly: call.readOnly,
    resources: call.resources,
    eventType: call.eventType ?? 'AwsApiCall',
    apiVersion: call.apiVersion,
    managementEvent: call.data !== true,
    recipientAccountId: place.account,
    sharedEventID: call.shared ? uuid(random) : undefined,
    vpcEndpointId: call.vpcEndpointId,
    vpcEndpointAccountId: call.vpcEndpointId === undefined ? undefined : place.account,
    eventCategory: call.data ? 'Data' : 'Management',
    tlsDetails:
      call.host === undefined
        ? undefined
        : { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: call.host },
    sessionCredentialFromConsole: call.fromConsole ? 'true' : undefined,
  });
