// What both documents about log groups share: which group is meant.
import type { Parameter } from '../document.ts';
import { OPTIONAL_LOG_GROUP_PATTERN } from '../patterns.ts';
import { RECORD_PARAMETERS } from '../record.ts';

export const LOG_GROUP_PARAMETERS: { readonly [name: string]: Parameter } = {
  LogGroup: {
    type: 'String',
    description:
      '(Optional) The name of the log group, or the ARN of the function whose group is meant. Without it: the group of the record.',
    allowedPattern: OPTIONAL_LOG_GROUP_PATTERN,
    default: '',
  },
  ...RECORD_PARAMETERS,
};

export const LOG_GROUP_KNOWN = { RecordedGroup: '{{ record.LogGroup }}' };

/** Python. */
export const LOG_GROUP_SUBJECT = `
def group_name(given):
    text = given['LogGroup'] or given['RecordedGroup']
    if not text:
        raise Exception('No log group is named, neither here nor in the record.')
    return '/aws/lambda/' + here(given, text).split(':')[1] if text.startswith('arn:') else text
`;
