"""Runs SSM Automation documents against an emulator, since no emulator does: JSON requests on stdin, an answer a line.

It knows the actions that Lapwing's documents use, as the Systems Manager user guide tells them, and fails on anything else:
an unknown action, a reference that resolves to nothing, an output that is not there, a parameter that SSM would refuse.
What it cannot show: approval by a person, the time-outs of real steps, and what a role is allowed to do.

  {"do": "call", "service", "api", "inputs"}                        one call, to prepare and to look; bytes as {"base64": text}
  {"do": "run", "document", "parameters", "approve", "stubs"}       a document; stubs: {"service.Api": answer, "download": base64}
"""
import base64, datetime, io, json, re, sys, time, traceback, urllib.request, uuid

import boto3
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError

REFERENCE = re.compile(r'\{\{\s*([A-Za-z0-9_.:]+)\s*\}\}')
MOST_STEPS = 100
ACCOUNT = '123456789012'

# What AWS always answers and moto leaves out.
LEFT_OUT = {'lambda.GetFunctionConfiguration': {'RevisionId': '00000000-0000-4000-8000-000000000000'}}

session = boto3.session.Session()
boto3.DEFAULT_SESSION = session
clients, recorded = {}, []


def record(params, model, **_):
    # A body may be a stream by now: read here, nothing of it would be sent.
    inputs = plain({name: value for name, value in params.items() if name != 'Body'})
    recorded.append({'service': model.service_model.service_name, 'api': model.name, 'inputs': inputs})


session.events.register('before-parameter-build', record)


class Recorded:
    status_code, headers = 200, {}


recordings = {}


def replay(model, **_):
    """The recorded answer of a call that the emulator does not know."""
    name = f'{model.service_model.service_name}.{model.name}'
    return (Recorded(), recordings[name]) if name in recordings else None


session.events.register('before-call', replay)


def plain(value):
    """As JSON, the way that Automation passes things on."""
    return json.loads(json.dumps(value, default=text_of))


def text_of(odd):
    if isinstance(odd, datetime.datetime):
        return odd.isoformat()
    return (odd.read() if hasattr(odd, 'read') else odd if isinstance(odd, bytes) else str(odd).encode()).decode(errors='replace')


def bytes_in(value):
    """{'base64': text} is how a request brings bytes."""
    if isinstance(value, dict):
        return base64.b64decode(value['base64']) if list(value) == ['base64'] else {key: bytes_in(part) for key, part in value.items()}
    return [bytes_in(part) for part in value] if isinstance(value, list) else value


def ask(service, api, inputs):
    if service not in clients:
        clients[service] = session.client(service)
    operation = getattr(clients[service], xform_name(api), None)
    if operation is None:
        raise Broken(f'{service} has no {api}')
    return {**LEFT_OUT.get(f'{service}.{api}', {}), **plain(operation(**inputs))}


class Broken(Exception):
    """The document is wrong: SSM would not have taken it, or would have stopped where nobody meant it to."""


class Failed(Exception):
    """A step failed, as a step may."""


class Rejected(Exception):
    pass


TYPES = {'String': str, 'StringList': list, 'MapList': list, 'Integer': int, 'Boolean': bool, 'StringMap': dict}


def convert(value, kind):
    """The conversions the user guide lists."""
    if isinstance(value, list) and len(value) == 1 and kind in ('String', 'Integer', 'Boolean'):
        value = value[0]
    if kind == 'Boolean' and value in ('true', 'false', 'True', 'False'):
        return value.lower() == 'true'
    if kind == 'Integer' and isinstance(value, str) and value.lstrip('-').isdigit():
        return int(value)
    if kind == 'String' and isinstance(value, (bool, int, float)):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if kind == 'StringList' and isinstance(value, (str, int, bool)):
        return [str(value)]
    if not isinstance(value, TYPES[kind]) or (kind == 'Integer' and isinstance(value, bool)):
        raise Broken(f'{value!r} is no {kind}')
    return value


def checked(document, given):
    """Parameters as StartAutomationExecution checks them: lists of texts in, typed values out."""
    values, declared = {}, document['parameters']
    for name in given:
        if name not in declared:
            raise Broken(f'{name} is not a parameter')
    for name, parameter in declared.items():
        if name in given:
            texts = given[name]
            value = convert(texts, parameter['type']) if parameter['type'] == 'StringList' else convert(texts[0], parameter['type'])
        elif 'default' in parameter:
            value = parameter['default']
        else:
            raise Broken(f'{name} is required')
        for text in value if isinstance(value, list) else [value]:
            if name in given and 'allowedPattern' in parameter and not re.search(parameter['allowedPattern'], text):
                raise Broken(f'{name} does not match its pattern')
            if 'allowedValues' in parameter and text not in parameter['allowedValues']:
                raise Broken(f'{name} is not allowed')
        values[name] = value
    return values


def select(selector, answer):
    for part in re.findall(r'\.([A-Za-z0-9_]+)|\[([0-9]+)\]', selector[1:]):
        try:
            answer = answer[part[0]] if part[0] else answer[int(part[1])]
        except (KeyError, IndexError, TypeError):
            raise Failed(f'{selector} is not in the answer')
    return answer


class Execution:
    def __init__(self, document, parameters, approves, stubs):
        self.document, self.approves, self.stubs = document, approves, stubs
        self.values = checked(document, parameters)
        self.values |= {'global:ACCOUNT_ID': ACCOUNT, 'global:REGION': session.region_name, 'automation:EXECUTION_ID': str(uuid.uuid4())}
        for name, variable in document.get('variables', {}).items():
            self.values['variable:' + name] = self.resolve(variable['default'])
        self.steps, self.approvals = [], []

    def resolve(self, value):
        if isinstance(value, dict):
            return {key: self.resolve(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.resolve(part) for part in value]
        if not isinstance(value, str):
            return value
        whole = REFERENCE.fullmatch(value)
        return self.value(whole[1]) if whole else REFERENCE.sub(lambda found: self.text(found[1]), value)

    def value(self, name):
        if name not in self.values:
            raise Broken(f'{name} resolves to nothing')
        return self.values[name]

    def text(self, name):
        value = self.value(name)
        return value if isinstance(value, str) else json.dumps(value)

    def ask(self, inputs):
        inputs = dict(inputs)
        service, api = inputs.pop('Service'), inputs.pop('Api')
        try:
            return ask(service, api, inputs)
        except ClientError as error:
            raise Failed(str(error))
        except BotoCoreError as error:
            raise Broken(str(error))

    def holds(self, inputs):
        inputs = dict(inputs)
        selector, desired = inputs.pop('PropertySelector'), inputs.pop('DesiredValues')
        found = convert(select(selector, self.ask(inputs)), 'String')
        return found in desired, found

    def perform(self, step):
        """The step's answer, and where it goes when that is not the next step."""
        inputs, action = self.resolve(step['inputs']), step['action']
        if action == 'aws:executeAwsApi':
            return self.ask(inputs), None
        if action == 'aws:assertAwsResourceProperty':
            held, found = self.holds(inputs)
            if not held:
                raise Failed(f'it is {found}')
            return {}, None
        if action == 'aws:waitForAwsResourceProperty':
            for _ in range(5):
                held, found = self.holds(inputs)
                if held:
                    return {}, None
                time.sleep(0.05)
            raise Failed(f'it stays {found}')
        if action == 'aws:branch':
            for choice in inputs['Choices']:
                if ('StringEquals' in choice and choice['Variable'] == choice['StringEquals']
                        or 'BooleanEquals' in choice and choice['Variable'] is choice['BooleanEquals']
                        or 'Contains' in choice and choice['Contains'] in choice['Variable']):
                    return {}, choice['NextStep']
            return {}, inputs['Default']
        if action == 'aws:approve':
            self.approvals.append(inputs)
            if not self.approves:
                raise Rejected()
            return {}, None
        if action == 'aws:updateVariable':
            self.values[inputs['Name']] = inputs['Value']
            return {}, None
        if action == 'aws:executeScript':
            return {'Payload': self.script(inputs)}, None
        raise Broken(f'no action {action}')

    def script(self, inputs):
        if not inputs['Runtime'].startswith('python3.11') or sys.version_info[:2] < (3, 11):
            raise Broken('scripts are written for Python 3.11')
        names, opened, slept = {}, urllib.request.urlopen, time.sleep
        time.sleep = lambda _: None
        if 'download' in self.stubs:
            urllib.request.urlopen = lambda *_, **__: io.BytesIO(base64.b64decode(self.stubs['download']))
        try:
            exec(compile(inputs['Script'], 'script.py', 'exec'), names)
            return plain(names[inputs['Handler']](plain(inputs['InputPayload']), {}))
        except Exception as error:
            raise Failed(f'{type(error).__name__}: {error}')
        finally:
            urllib.request.urlopen, time.sleep = opened, slept

    def run(self):
        by_name = {step['name']: (index, step) for index, step in enumerate(self.document['mainSteps'])}
        index, status = 0, 'Success'
        for _ in range(MOST_STEPS):
            step = self.document['mainSteps'][index]
            try:
                answer, goes = self.perform(step)
                for output in step.get('outputs', []):
                    self.values[f"{step['name']}.{output['Name']}"] = convert(select(output['Selector'], answer), output['Type'])
                self.steps.append({'name': step['name'], 'status': 'Success'})
            except Rejected:
                self.steps.append({'name': step['name'], 'status': 'Rejected'})
                return 'Rejected'
            except Failed as error:
                self.steps.append({'name': step['name'], 'status': 'Failed', 'error': str(error)})
                if step.get('isCritical', True):
                    status = 'Failed'
                handling = step.get('onFailure', 'Abort')
                if handling == 'Abort':
                    return status
                goes = handling[len('step:'):] if handling.startswith('step:') else None
            if goes is None:
                if step.get('isEnd'):
                    return status
                goes = step.get('nextStep')
            if goes is None and index + 1 == len(self.document['mainSteps']):
                return status
            index = index + 1 if goes is None else by_name[goes][0]
        raise Broken('it does not come to an end')


def run(request):
    recorded.clear()
    recordings.clear()
    recordings.update(request.get('stubs', {}))
    execution = Execution(request['document'], request['parameters'], request.get('approve', True), request.get('stubs', {}))
    status = execution.run()
    outputs = {name: execution.values[name] for name in request['document']['outputs'] if name in execution.values}
    return {'status': status, 'steps': execution.steps, 'calls': list(recorded), 'outputs': outputs, 'approvals': execution.approvals}


def answer(request):
    try:
        if request['do'] == 'run':
            return {'answer': run(request)}
        recordings.clear()
        return {'answer': ask(request['service'], request['api'], bytes_in(request['inputs']))}
    except ClientError as error:
        return {'refused': error.response['Error']['Code'], 'why': str(error)}
    except Broken as error:
        return {'broken': str(error)}
    except Exception:
        return {'crashed': traceback.format_exc()}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line)), default=str), flush=True)
