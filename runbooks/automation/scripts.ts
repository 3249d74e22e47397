// The Python that every document shares. Scripts compute and never call AWS: what is asked and changed is in the steps,
// where it can be read, recorded and granted one by one.
import type { Outcomes, ValueType } from './document.ts';

/** `subject(given)` is the document's own: Name, and where they differ Target (what is remembered under) and Names (to protect). */
const AIM = `import hashlib, re

def here(given, arn):
    """What an ARN names, if it is of this account and region."""
    parts = arn.split(':', 5)
    if parts[4] != given['Account'] or parts[3] not in ('', given['Region']):
        raise Exception('It lies in another account or region: start the automation there.')
    return parts[5]

def function_name(given):
    text = given['Function']
    return (here(given, text) if text.startswith('arn:') else 'function:' + text).split(':')[1]

def aim(given, context):
    """Names what is meant, and refuses what must not be touched."""
    found = subject(given)
    target = found.get('Target', found['Name'])
    for name in found.get('Names', [found['Name']]):
        if name in given['Protected']:
            raise Exception(name + ' is protected.')
    plain = re.sub('[^A-Za-z0-9_.-]', '-', target)[:80]
    digest = hashlib.sha256(target.encode()).hexdigest()[:12]
    return {
        'Name': found['Name'],
        'Target': target,
        'Memory': '/lapwing/containment/' + given['Document'] + '/' + plain + '-' + digest,
        'Intent': given['Document'] + ' ' + given['Action'] + ' ' + target + ', finding ' + given['FindingId'],
    }
`;

/**
 * `containing(now, memory, given)` and `restoring(now, memory, given)` are the document's own: (what to do, why, values for
 * the steps). What to do: contain (remember the former state, then act), again (act, it is remembered), restore, forget
 * (it is undone already), nothing.
 */
const DECIDE = `import json

def recalled(answer):
    """What was remembered, or None."""
    found = answer.get('Parameters') or []
    return json.loads(found[0]['Value']) if found else None

def decide(given, context):
    """Compares what is with what is asked for. Changes nothing."""
    memory = recalled(given['Recalled'])
    now = state(given)
    if given['Action'] == 'Contain':
        do, why, values = containing(now, memory, given)
    elif memory is None:
        do, why, values = 'nothing', 'nothing is remembered, so there is nothing to undo', {}
    else:
        do, why, values = restoring(now, memory, given)
    kept = {'finding': given['FindingId'], 'execution': given['Execution'], **values.pop('Keep', {})}
    summary = given['Document'] + ' ' + given['Action'] + ' ' + given['Target'] + ': ' + do + ', ' + why + '.'
    return {**EMPTY, **values, 'Do': do, 'Summary': summary, 'Keep': json.dumps(kept)}
`;

const EMPTY_OF: { readonly [type in ValueType]: string } = {
  String: "''",
  StringList: '[]',
  Integer: '0',
  Boolean: 'False',
  StringMap: '{}',
  MapList: '[]',
};

export const aimScript = (own: string): string => `${AIM}\n${own.trim()}\n`;

export const decideScript = (own: string, values: Outcomes): string => {
  const empty = Object.entries(values).map(([name, type]) => `'${name}': ${EMPTY_OF[type]}`);
  return `${DECIDE}\nEMPTY = {${empty.join(', ')}}\n\n${own.trim()}\n`;
};
