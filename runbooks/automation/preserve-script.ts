// The one script that calls AWS itself: code is downloaded, log lines are read page by page, and no step can do either.
//
// Every call is written `ask('service', 'Api'`, so that its permissions can be read off it like those of a step.

export const PRESERVE_SCRIPT = `import base64, boto3, hashlib, json, urllib.request
from botocore import xform_name
from botocore.exceptions import ClientError
from datetime import datetime, timedelta, timezone

ABSENT = ('ResourceNotFoundException', 'NoSuchEntity', '404', 'NoSuchKey')
# A page of log events is at most 1 MB, the script has 512 MB.
LOG_PAGES = 50
# A zipped function is at most 50 MB by upload, 250 MB unzipped.
CODE_BYTES = 262_144_000
# These change what runs, so their values are evidence; of all others (keys, passwords) a hash tells whether they changed.
PLAIN = ('AWS_LAMBDA_EXEC_WRAPPER', 'LD_PRELOAD', 'LD_LIBRARY_PATH', 'NODE_OPTIONS', 'NODE_PATH', 'PATH', 'PYTHONPATH', 'PYTHONSTARTUP')
clients = {}

def ask(service, api, **inputs):
    """The answer of AWS, or None when there is no such thing."""
    if service not in clients:
        clients[service] = boto3.client(service)
    try:
        answer = getattr(clients[service], xform_name(api))(**inputs)
    except ClientError as error:
        if error.response['Error']['Code'] in ABSENT:
            return None
        raise
    answer.pop('ResponseMetadata', None)
    return answer

def hidden(name, value):
    return value if name in PLAIN else 'sha256:' + hashlib.sha256(value.encode()).hexdigest()

def download(function):
    """The code as it was deployed, and proof that it is."""
    location = (function.get('Code') or {}).get('Location')
    if not location:
        return None
    code = urllib.request.urlopen(location, timeout=120).read(CODE_BYTES)
    if base64.b64encode(hashlib.sha256(code).digest()).decode() != function['Configuration']['CodeSha256']:
        raise Exception('The code that was downloaded is not what Lambda says it is.')
    return code

def permissions(role):
    inline = (ask('iam', 'ListRolePolicies', RoleName=role) or {}).get('PolicyNames', [])
    return {
        'role': ask('iam', 'GetRole', RoleName=role),
        'inline': [ask('iam', 'GetRolePolicy', RoleName=role, PolicyName=name) for name in inline],
        'attached': ask('iam', 'ListAttachedRolePolicies', RoleName=role),
    }

def lines(group, since, until):
    """Log lines as one JSON object a line, and whether these are all."""
    inputs, events = {}, []
    for _ in range(LOG_PAGES):
        page = ask('logs', 'FilterLogEvents', logGroupName=group, startTime=since, endTime=until, **inputs)
        if page is None:
            return b'', True
        events += page.get('events', [])
        if not page.get('nextToken'):
            return ''.join(json.dumps(event, sort_keys=True) + '\\n' for event in events).encode(), True
        inputs = {'nextToken': page['nextToken']}
    return ''.join(json.dumps(event, sort_keys=True) + '\\n' for event in events).encode(), False

def moment(text, minutes):
    at = datetime.fromisoformat(text[:19]).replace(tzinfo=timezone.utc) + timedelta(minutes=minutes)
    return int(at.timestamp() * 1000)

def preserve(given, context):
    name = given['Name']
    function = ask('lambda', 'GetFunction', FunctionName=name)
    if function is None:
        raise Exception('There is no function ' + name + '.')
    code = download(function)
    configuration = function['Configuration']
    variables = (configuration.get('Environment') or {}).get('Variables')
    if variables:
        configuration['Environment']['Variables'] = {key: hidden(key, value) for key, value in variables.items()}
    group = (configuration.get('LoggingConfig') or {}).get('LogGroup') or '/aws/lambda/' + name
    logged, complete = lines(group, moment(given['Since'], -15), moment(given['Until'], 15))
    # Where the code lies is an address that is signed anew each time.
    (function.get('Code') or {}).pop('Location', None)
    about = {
        'function': function,
        'policy': ask('lambda', 'GetPolicy', FunctionName=name),
        'url': ask('lambda', 'GetFunctionUrlConfig', FunctionName=name),
        'triggers': ask('lambda', 'ListEventSourceMappings', FunctionName=name),
        'permissions': permissions(configuration['Role'].split('/')[-1]),
    }
    kept = [('configuration.json', as_json(about)), ('log-lines.ndjson', logged)]
    if code is not None:
        kept.append(('code.zip', code))
    entries = [keep(given, what, body) for what, body in kept]
    manifest = {'finding': given['FindingId'], 'function': configuration['FunctionArn'], 'logGroup': group,
                'allLogLines': complete, 'since': given['Since'], 'until': given['Until'], 'objects': entries}
    entry = keep(given, 'manifest.json', as_json(manifest))
    summary = f"preserve-evidence {name}: {len(entries)} objects, all log lines: {complete}, manifest {entry['key']}."
    return {'Summary': summary, 'Manifest': entry['key'], 'Digest': entry['sha256']}

def as_json(value):
    return json.dumps(value, default=str, indent=1, sort_keys=True).encode()

def keep(given, what, body):
    """Writes it once, under a name that holds its hash."""
    digest = hashlib.sha256(body)
    key = 'evidence/' + given['FindingId'] + '/' + digest.hexdigest()[:16] + '-' + what
    place = {'Bucket': given['Bucket'], 'Key': key, 'ExpectedBucketOwner': given['Account']}
    # Parameters of type Boolean may arrive as text.
    if str(given['DryRun']).lower() == 'false' and ask('s3', 'HeadObject', **place) is None:
        until = datetime.now(timezone.utc) + timedelta(days=int(given['RetainDays']))
        ask('s3', 'PutObject', **place, Body=body, ChecksumAlgorithm='SHA256', ChecksumSHA256=base64.b64encode(digest.digest()).decode(),
            ObjectLockMode=given['LockMode'], ObjectLockRetainUntilDate=until)
    return {'key': key, 'sha256': digest.hexdigest(), 'bytes': len(body)}
`;
