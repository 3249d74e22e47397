// What may be passed to a document: ids, names and ARNs, each by its whole pattern, so that no text out of a log gets in.
// No nested quantifiers: they are matched in linear time. Lengths are AWS's own.

const ACCOUNT = '[0-9]{12}';
const REGION = '[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2}';
const ARN = 'arn:aws(-[a-z]{2,6}){0,3}';
const NAME = '[A-Za-z0-9_-]{1,64}';
const whole = (...alternatives: readonly string[]): string =>
  alternatives.length === 1 ? `^${alternatives[0]}$` : `^(${alternatives.join('|')})$`;

const QUALIFIER = '(:[A-Za-z0-9$_-]{1,128})?';
const FUNCTION_ARN = `${ARN}:lambda:${REGION}:${ACCOUNT}:function:${NAME}${QUALIFIER}`;
const FUNCTION = `(${ARN}:lambda:${REGION}:${ACCOUNT}:function:)?${NAME}${QUALIFIER}`;
const ROLE_ARN = `${ARN}:iam::${ACCOUNT}:role/[A-Za-z0-9+=,.@_/-]{1,576}`;

/** A function's name or ARN, with or without version or alias. */
export const FUNCTION_PATTERN = whole(FUNCTION);
export const ROLE_ARN_PATTERN = whole(ROLE_ARN);
export const OPTIONAL_ROLE_ARN_PATTERN = whole('', ROLE_ARN);
/** A role by its ARN, or the function whose role is meant. */
export const ROLE_OR_FUNCTION_PATTERN = whole(ROLE_ARN, FUNCTION);
/** Long-lived keys: those of sessions (ASIA) cannot be disabled, only their sessions revoked. */
export const OPTIONAL_ACCESS_KEY_PATTERN = whole('', 'AKIA[A-Z0-9]{12,124}');
/** CloudTrail's eventID. */
export const OPTIONAL_RECORD_PATTERN = whole('', '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}');
export const OPTIONAL_REGION_PATTERN = whole('', REGION);
export const OPTIONAL_LAYER_PATTERN = whole('', `${ARN}:lambda:${REGION}:${ACCOUNT}:layer:[A-Za-z0-9_-]{1,140}:[0-9]{1,10}`);
export const ALIAS_PATTERN = whole('[A-Za-z_-][A-Za-z0-9_-]{0,127}');
export const OPTIONAL_VERSION_PATTERN = whole('[0-9]{0,10}');
export const OPTIONAL_MAPPING_PATTERN = whole('', '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}');
/** IPv4 or IPv6; whether it is a real one is asked of Python's own parser. */
export const ADDRESS_PATTERN = whole('[0-9A-Fa-f:.]{2,45}');
export const OPTIONAL_NETWORK_ACL_PATTERN = whole('', 'acl-[0-9a-f]{8,17}');
export const SECRET_PATTERN = whole(`${ARN}:secretsmanager:${REGION}:${ACCOUNT}:secret:[A-Za-z0-9/_+=.@-]{1,519}`);
export const OPTIONAL_TRAIL_PATTERN = whole('', `${ARN}:cloudtrail:${REGION}:${ACCOUNT}:trail/[A-Za-z0-9._-]{3,128}`);
/** A log group's name, or the ARN of the function whose group is meant. */
export const OPTIONAL_LOG_GROUP_PATTERN = whole('[A-Za-z0-9_/.#-]{0,512}', FUNCTION_ARN);
export const FILTER_NAME_PATTERN = whole('[A-Za-z0-9_.#/-]{1,512}');
export const DESTINATION_PATTERN = whole(`${ARN}:(lambda|kinesis|firehose|logs):${REGION}:${ACCOUNT}:[A-Za-z0-9:/_.-]{1,512}`);
export const BUCKET_PATTERN = whole('[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]');
export const TIME_PATTERN = whole('20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9](\\.[0-9]{1,9})?Z');
/** A finding's id, or a name that a person gives to a run by hand. */
export const FINDING_PATTERN = whole('[A-Za-z0-9][A-Za-z0-9_-]{0,63}');
/** aws:approve and AWS's managed roles ask for a topic whose name begins so. */
export const TOPIC_PATTERN = whole(`${ARN}:sns:${REGION}:${ACCOUNT}:Automation[A-Za-z0-9_-]{0,246}`);
export const APPROVER_PATTERN = whole(`${ARN}:(iam|sts)::${ACCOUNT}:(user|role|assumed-role)/[A-Za-z0-9+=,.@_/-]{1,576}`);
export const PROTECTED_PATTERN = whole('[A-Za-z0-9+=,.@_/-]{1,128}');
export const ACCOUNT_PATTERN = whole(ACCOUNT);
