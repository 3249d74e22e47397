// Which function handled a request: known from the reports of its invocations and from lines that tell the gateway's own id, asked
// for the requests that findings are about. An id is kept as 52 bits of its hash, a function as a number.
import type { Activity } from '../../detectors/model/activity.ts';
import { hash53 } from '../../detectors/model/hash.ts';
import type { FunctionId } from '../../detectors/model/identity.ts';
import { isObject, type JsonObject } from '../../detectors/model/json.ts';

export interface RequestFunctions {
  /** Notes which function the activity says handled which request. */
  learn(activity: Activity): void;
  functionOf(requestId: string): FunctionId | undefined;
  /** How many requests may be known: beyond, the function of a request may be missing, never wrong. */
  readonly full: boolean;
}

/** Of slots taken: above, whoever is not there is looked for long. */
const FULLEST = 0.8;
/** Twelve bytes a slot: 6 MiB. */
const MOST_REQUESTS = Math.floor(FULLEST * 2 ** 19);
const SMALLEST_SLOTS = 1024;
/** A busy day has them all: what a longer scan takes is then no more. */
const GROWTH = 8;

/** Where applications log the id that the gateway gave the request (Powertools' `correlation_id`, and names alike). */
const GATEWAY_ID_FIELDS = ['correlation_id', 'correlationId', 'apiRequestId', 'api_request_id'] as const;

/** An id longer than this is none of AWS's. */
const LONGEST_ID = 128;

export const requestFunctions = (mostRequests: number = MOST_REQUESTS): RequestFunctions => {
  const numbers = new Map<FunctionId, number>();
  const names: FunctionId[] = [];
  let hashes = new Float64Array(SMALLEST_SLOTS);
  let functions = new Uint32Array(SMALLEST_SLOTS);
  let count = 0;
  let lastFunction: FunctionId | undefined;
  let lastNumber = 0;

  const slotOf = (hash: number): number => {
    const mask = hashes.length - 1;
    let slot = (hash >>> 0) & mask;
    while (hashes[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  };

  const grow = (): void => {
    const [oldHashes, oldFunctions] = [hashes, functions];
    hashes = new Float64Array(oldHashes.length * GROWTH);
    functions = new Uint32Array(oldHashes.length * GROWTH);
    for (let old = 0; old < oldHashes.length; old++) {
      const hash = oldHashes[old] ?? 0;
      if (hash === 0) continue;
      const slot = slotOf(hash);
      hashes[slot] = hash;
      functions[slot] = oldFunctions[old] ?? 0;
    }
  };

  const numberOf = (id: FunctionId): number => {
    if (id === lastFunction) return lastNumber;
    let known = numbers.get(id);
    if (known === undefined) {
      known = names.length;
      numbers.set(id, known);
      names.push(id);
    }
    lastFunction = id;
    lastNumber = known;
    return known;
  };

  /** Zero stands for a free slot. */
  const keyOf = (requestId: string): number => hash53(requestId) || 1;

  const add = (requestId: string, id: FunctionId): void => {
    if (count >= mostRequests || requestId.length > LONGEST_ID) return;
    const hash = keyOf(requestId);
    const slot = slotOf(hash);
    if (hashes[slot] === hash) return;
    hashes[slot] = hash;
    functions[slot] = numberOf(id);
    count++;
    if (count > FULLEST * hashes.length) grow();
  };

  return {
    learn(activity) {
      const { function: id } = activity;
      if (id === undefined) return;
      if (activity.kind === 'invocation') {
        if (activity.requestId !== undefined) add(activity.requestId, id);
        return;
      }
      if (activity.kind !== 'log-line' || activity.origin !== 'application') return;
      for (let at = 0; at < GATEWAY_ID_FIELDS.length; at++) {
        const told = activity.record[GATEWAY_ID_FIELDS[at] ?? ''];
        if (typeof told === 'string' && told !== '') add(told, id);
      }
    },
    functionOf(requestId) {
      const slot = slotOf(keyOf(requestId));
      return hashes[slot] === 0 ? undefined : names[functions[slot] ?? 0];
    },
    get full() {
      return count >= mostRequests;
    },
  };
};

/** `integrationRequestId`, `$context.awsEndpointRequestId`, `requestId`, `extendedRequestId`, however the log's owner spells them. */
const isRequestIdName = (name: string): boolean => {
  const letters = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return letters.endsWith('requestid');
};

/** Names in an access line that are looked at: a format has some dozens. */
const MOST_NAMES = 64;

/** All ids that an access line gives its request: the integration's is Lambda's own. */
export const requestIdsIn = (record: JsonObject): readonly string[] => {
  const ids: string[] = [];
  let looked = 0;
  for (const name in record) {
    if (looked++ >= MOST_NAMES) break;
    const value = record[name];
    if (typeof value === 'string' && value.length > 1 && value.length <= LONGEST_ID && isRequestIdName(name)) ids.push(value);
    else if (isObject(value) && (name === 'integration' || name === 'context')) ids.push(...requestIdsIn(value).slice(0, 4));
  }
  return ids;
};
