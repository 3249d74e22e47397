// Who and what an activity names, in the words of a finding's entities.
import type { Activity, ApiCall } from '../model/activity.ts';
import { type FunctionId, functionParts } from '../model/identity.ts';
import { isPublicAddress } from './network.ts';
import { plainLine } from './plain-line.ts';

export interface ActivityFacts {
  /** The function it is about: the one that acted, else the one it changes or runs. */
  readonly function: FunctionId | undefined;
  readonly functions: readonly FunctionId[];
  readonly principal: string;
  readonly accessKey: string;
  /** Public addresses only: the others say nothing outside their own network. */
  readonly address: string;
  readonly account: string;
  readonly region: string;
}

/** Longer deeds (paths, names) are an outsider's choice. */
const LONGEST_DEED = 100;

const wordsFor = (activity: Activity): string => {
  switch (activity.kind) {
    case 'api-call':
      return activity.action;
    case 'http-request':
      return `${activity.method} ${activity.path}`;
    case 'log-line':
      return activity.errorClass ?? `${activity.origin} log line`;
    case 'connection':
      return `${activity.direction} ${activity.peer} port ${activity.peerPort}`;
    case 'dns-query':
      return `${activity.type} ${activity.name}`;
    case 'invocation':
      return `invocation: ${activity.outcome}`;
    case 'usage':
      return 'usage';
  }
};

/** What was done, in a few words. */
export const deedOf = (activity: Activity): string => plainLine(wordsFor(activity), LONGEST_DEED);

const addressIn = (activity: Activity): string => {
  switch (activity.kind) {
    case 'api-call':
      return activity.sourceAddress ?? '';
    case 'http-request':
      return activity.client ?? '';
    case 'connection':
      return activity.peer;
    case 'log-line':
    case 'dns-query':
    case 'invocation':
    case 'usage':
      return '';
  }
};

const NO_FUNCTIONS: readonly FunctionId[] = [];

const only = (id: FunctionId | undefined): readonly FunctionId[] => (id === undefined ? NO_FUNCTIONS : [id]);

const functionsOf = (call: ApiCall): readonly FunctionId[] => [
  ...new Set([call.function, call.changes?.function, call.invokes].filter((id) => id !== undefined)),
];

const factsOf = (activity: Activity): ActivityFacts => {
  const call = activity.kind === 'api-call' ? activity : undefined;
  const functions = call === undefined ? only(activity.function) : functionsOf(call);
  const [subject] = functions;
  const parts = subject === undefined ? undefined : functionParts(subject);
  const address = addressIn(activity);
  return {
    function: subject,
    functions,
    principal: call?.principal ?? '',
    accessKey: call?.accessKeyId ?? '',
    address: isPublicAddress(address) ? address : '',
    account: call?.account || (parts?.account ?? ''),
    region: call?.region || (parts?.region ?? ''),
  };
};

// Rules and correlations ask for the facts of one activity one after the other: the last answer is kept, for the same object only.
let lastActivity: Activity | undefined;
let lastFacts: ActivityFacts | undefined;

export const activityFacts = (activity: Activity): ActivityFacts => {
  if (activity !== lastActivity || lastFacts === undefined) {
    lastFacts = factsOf(activity);
    lastActivity = activity;
  }
  return lastFacts;
};
