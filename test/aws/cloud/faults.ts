// What goes wrong in the emulated account: functions that are ended before or after any of their writes, and tables that throttle.
// Each place is reached by counting.
import type { ApiCall } from './api-call.ts';
import type { Fate } from './front.ts';

/** What each function writes by. */
const WRITES = {
  ingest: ['dynamodb:PutItem', 'dynamodb:BatchWriteItem', 'sqs:SendMessage'],
  detect: ['dynamodb:PutItem', 'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'sqs:SendMessage'],
  alert: ['dynamodb:PutItem', 'dynamodb:BatchWriteItem', 'events:PutEvents', 'sns:Publish'],
} as const;

/** Writes between two deaths of a function: enough for what was interrupted to be done again. The alerting function makes few. */
const REST_WRITES = { ingest: 24, detect: 12, alert: 8 } as const;
/** Writes of which there are so few that the first is not waited for. */
const RARE: ReadonlySet<string> = new Set(['detect sqs:SendMessage', 'alert events:PutEvents', 'alert sns:Publish']);
/** Deaths at a kind of write that come first: before it is done, and after. */
const FIRST_DEATHS = 2;
/** Requests of a function to its tables between two bouts of throttling, more than any of its runs makes. */
const CALM_REQUESTS = 170;
/** How many requests a bout refuses: more than the client tries. */
const BOUT_REQUESTS = 9;

type Service = keyof typeof WRITES;

const isWrite = (service: Service, action: string): boolean => WRITES[service].some((name) => name === action);

const isService = (name: string | undefined): name is Service => name !== undefined && Object.hasOwn(WRITES, name);

/** By the name of its role. */
const serviceOf = ({ accessKeyId }: ApiCall): Service | undefined => {
  const [, name] = /^lapwing-([a-z]+)/.exec(accessKeyId) ?? [];
  return isService(name) ? name : undefined;
};

export interface Faults {
  readonly fateOf: (call: ApiCall) => Fate;
  /** `service action fate` → how often, for what did not pass. */
  readonly done: ReadonlyMap<string, number>;
  /** How often the alerting function died between a mail and its note that it went: that mail goes twice, and nothing can undo it. */
  readonly unknownMails: () => number;
}

const faults = (decide: (service: Service, action: string) => Fate): Faults => {
  const done = new Map<string, number>();
  let unknownMails = 0;
  let last = '';
  return {
    done,
    unknownMails: () => unknownMails,
    fateOf(call) {
      const service = serviceOf(call);
      const fate = service === undefined ? 'passes' : decide(service, call.action);
      const name = `${service} ${call.action} ${fate}`;
      if (service === 'alert' && isWrite(service, call.action)) {
        const isAfterMail = last === 'sns:Publish' && call.action !== 'sns:Publish' && fate === 'killed-before';
        if (isAfterMail || (call.action === 'sns:Publish' && fate === 'killed-after')) unknownMails++;
        last = call.action;
      }
      if (fate !== 'passes') done.set(name, (done.get(name) ?? 0) + 1);
      return fate;
    },
  };
};

export const noFaults = (): Faults => faults(() => 'passes');

/** Each function dies before a write is done and after it: first where it has not yet, then wherever it is when it has rested twice. */
export const deaths = (): Faults => {
  const writes = { ingest: 0, detect: 0, alert: 0 };
  const died = new Map<string, number>();
  return faults((service, action) => {
    if (!isWrite(service, action)) return 'passes';
    writes[service]++;
    const place = `${service} ${action}`;
    const before = died.get(place) ?? 0;
    const rest = before === 0 && RARE.has(place) ? 0 : REST_WRITES[service] * (before < FIRST_DEATHS ? 1 : 2);
    if (writes[service] <= rest) return 'passes';
    writes[service] = 0;
    died.set(place, before + 1);
    return before % 2 === 0 ? 'killed-before' : 'killed-after';
  });
};

/** Each function's tables refuse for longer than its client tries. */
export const throttling = (): Faults => {
  const requests = { ingest: 0, detect: 0, alert: 0 };
  return faults((service, action) => {
    if (!action.startsWith('dynamodb:')) return 'passes';
    requests[service]++;
    return requests[service] % (CALM_REQUESTS + BOUT_REQUESTS) >= CALM_REQUESTS ? 'throttled' : 'passes';
  });
};
