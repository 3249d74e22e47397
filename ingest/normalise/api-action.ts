// An API call's action as IAM writes it: `s3:GetObject`. Lambda's CloudTrail names carry an API date (`CreateFunction20150331`).

const API_DATE = /\d{8}(?:v\d+)?$/;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

export const undatedName = (eventName: string): string =>
  isDigit(eventName.charCodeAt(eventName.length - 1)) ? eventName.replace(API_DATE, '') : eventName;

/** Where the endpoint's name differs from the prefix in policies (service authorization reference). */
const IAM_PREFIX: ReadonlyMap<string, string> = new Map([
  ['monitoring', 'cloudwatch'],
  ['email', 'ses'],
  ['tagging', 'tag'],
]);

export const servicePrefix = (eventSource: string): string => {
  const dot = eventSource.indexOf('.');
  const name = dot === -1 ? eventSource : eventSource.slice(0, dot);
  return IAM_PREFIX.get(name) ?? name;
};

/** For records from before `readOnly` was written: the verbs that AWS names reading calls with. */
const READING_VERB =
  /^(?:Get|List|Describe|Head|BatchGet|Lookup|Search|Query|Scan|Select|View|Check|Simulate|Validate|Test|Discover|Estimate)/;

export const isReadingName = (eventName: string): boolean => READING_VERB.test(eventName);
