// What a finding means and does not name: read from the record that it gives as evidence, in CloudTrail's event history.
//
// A log group or a trail is not among a finding's fields, and a key is masked wherever a finding is printed. The record has
// them all, and whoever forges a finding cannot forge it. It is read inside a script that gives on only what has the form it
// should have, so no other text of it gets further.
import { compute, type Parameter, type Step } from './document.ts';
import { OPTIONAL_RECORD_PATTERN, OPTIONAL_REGION_PATTERN } from './patterns.ts';

export const RECORD_PARAMETERS: { readonly [name: string]: Parameter } = {
  Record: {
    type: 'String',
    description: '(Optional) The eventID of a CloudTrail record that names what is meant, when no other parameter does.',
    allowedPattern: OPTIONAL_RECORD_PATTERN,
    default: '',
  },
  RecordRegion: {
    type: 'String',
    description: '(Optional) The region of that record, when it is another one: calls of IAM are recorded in us-east-1.',
    allowedPattern: OPTIONAL_REGION_PATTERN,
    default: '',
  },
};

/** `patterns` are Python's and for whole texts; what does not match is not given on. */
const SCRIPT = `import boto3, json, re, time
from botocore import xform_name

# A call is in the event history within 15 minutes, usually 5. A script may run for 10, and this one is tried twice.
TRIES = 27
SECONDS = 20

def ask(service, api, region, **inputs):
    client = boto3.client(service, **({'region_name': region} if region else {}))
    return getattr(client, xform_name(api))(**inputs)

def find(given):
    for _ in range(TRIES):
        looked = [{'AttributeKey': 'EventId', 'AttributeValue': given['Record']}]
        found = ask('cloudtrail', 'LookupEvents', given['RecordRegion'], LookupAttributes=looked).get('Events')
        if found:
            return json.loads(found[0]['CloudTrailEvent'])
        time.sleep(SECONDS)
    raise Exception('The event history has no such record.')

def whole(pattern, value):
    return value if isinstance(value, str) and re.fullmatch(pattern, value) else ''

def record(given, context):
    event = find(given) if given['Record'] else {}
    asked = event.get('requestParameters') or {}
    return {
        'AccessKey': whole('AKIA[A-Z0-9]{12,124}', (event.get('userIdentity') or {}).get('accessKeyId')),
        'LogGroup': whole('[A-Za-z0-9_/.#-]{1,512}', asked.get('logGroupName')),
        'Trail': whole('[A-Za-z0-9._:/-]{3,256}', asked.get('name')),
    }
`;

/** It runs always, so that its outputs are always there: empty ones without a record. */
export const RECORD_LEAD: readonly Step[] = [
  {
    ...compute(
      'record',
      SCRIPT,
      { Record: '{{ Record }}', RecordRegion: '{{ RecordRegion }}' },
      { AccessKey: 'String', LogGroup: 'String', Trail: 'String' },
    ),
    timeoutSeconds: 600,
    maxAttempts: 2,
  },
];
