# Reads AWS CLI commands from stdin, a JSON list of {command, whole}, and says what of each the service models do not know: the service,
# the operation, an option, or, of a whole command, a required parameter that is missing. The CLI makes its commands from the same models; what it adds by hand is listed here.
import json
import re
import shlex
import sys

import botocore.session
from botocore import xform_name

session = botocore.session.get_session()
models = {}

# Written by hand in the CLI, and in no model.
GLOBAL = {'region', 'output', 'query', 'profile', 'no-paginate', 'cli-input-json', 'max-items', 'page-size', 'starting-token', 'no-cli-pager', 'endpoint-url', 'generate-cli-skeleton'}
BY_HAND = {('s3', 'cp'), ('s3', 'ls'), ('s3', 'sync'), ('s3', 'rm'), ('logs', 'tail'), ('cloudtrail', 'validate-logs')}
RENAMED_SERVICES = {'s3api': 's3', 'deploy': 'codedeploy', 'configservice': 'config'}
# What the CLI offers beside, or instead of, a model's own parameter.
OPTIONS_BY_HAND = {
    ('ec2', 'authorize-security-group-ingress'): {'protocol', 'port', 'cidr', 'source-group'},
    ('ec2', 'revoke-security-group-ingress'): {'protocol', 'port', 'cidr', 'source-group'},
    ('ec2', 'revoke-security-group-egress'): {'protocol', 'port', 'cidr', 'source-group'},
    ('ec2', 'delete-network-acl-entry'): {'ingress'},
    ('lambda', 'update-function-code'): {'zip-file'},
}


def model_of(service):
    name = RENAMED_SERVICES.get(service, service)
    if name not in models:
        models[name] = session.get_service_model(name) if name in session.get_available_services() else None
    return models[name]


def kebab(name):
    return xform_name(name, '-')


def problems(command, whole):
    try:
        words = shlex.split(re.sub(r'\{\{(\w+)\}\}', r'PLACEHOLDER', command), comments=True)
    except ValueError as error:
        return [f'is no shell line: {error}']
    if len(words) < 3:
        return ['is cut short']
    service, operation, rest = words[1], words[2], words[3:]
    if (service, operation) in BY_HAND:
        return []
    model = model_of(service)
    if model is None:
        return [f'no service {service}']
    if operation == 'wait':
        return []
    known = {kebab(name): name for name in model.operation_names}
    if operation not in known:
        return [f'{service} has no operation {operation}']
    shape = model.operation_model(known[operation]).input_shape
    members = {kebab(name): member for name, member in (shape.members if shape else {}).items()}
    allowed = set(members) | GLOBAL | OPTIONS_BY_HAND.get((service, operation), set())
    allowed |= {f'no-{name}' for name, member in members.items() if member.type_name == 'boolean'}
    given = [word[2:].split('=')[0] for word in rest if word.startswith('--')]
    found = [f'{service} {operation} has no option --{name}' for name in given if name not in allowed]
    required = {kebab(name) for name in (shape.required_members if shape else [])}
    # idempotency tokens the CLI fills itself
    required -= {name for name, member in members.items() if member.metadata.get('idempotencyToken')}
    if whole and 'cli-input-json' not in given and not (service, operation) in OPTIONS_BY_HAND:
        found += [f'{service} {operation} needs --{name}' for name in sorted(required) if name not in given and f'no-{name}' not in given]
    return found


print(json.dumps([problems(each['command'], each['whole']) for each in json.load(sys.stdin)]))
