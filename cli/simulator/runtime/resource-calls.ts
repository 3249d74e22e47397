// What an invocation does to other services: data events in CloudTrail, and connections in the flow log.
import { logNormal } from '../distributions.ts';
import type { FunctionSpec, ResourceUse } from '../function-spec.ts';
import { hex } from '../identifiers.ts';
import type { Journal } from '../journal/journal.ts';
import type { Random } from '../random.ts';
import { type Caller, objectEvent, tableEvent } from '../records/data-events.ts';
import { assumedRole } from '../records/identities.ts';
import { type RecordPlace, type TrailCall, trailRecord } from '../records/trail-record.ts';
import { sdkAgent } from './agents.ts';
import type { Script } from './call.ts';
import type { Environment } from './environments.ts';

export interface Workplace {
  readonly place: RecordPlace;
  readonly journal: Journal;
  readonly spec: FunctionSpec;
  readonly environment: Environment;
  /** The network interface, for a function inside a VPC, and its address. */
  readonly network: { readonly interfaceId: string; readonly address: string; readonly gatewayAddress: string } | undefined;
}

/** HTTPS wraps what is sent in handshakes and headers: some kilobytes a connection. */
const OVERHEAD_BYTES = 900;

const callerOf = (work: Workplace, service: string, timeMs: number): Caller => ({
  timeMs,
  identity: assumedRole(work.place.account, work.environment.session),
  address: work.network?.gatewayAddress ?? work.environment.address,
  agent: sdkAgent(work.spec, service),
});

/** Hands a record to the trail. */
export const record = (work: Pick<Workplace, 'place' | 'journal'>, call: TrailCall, random: Random): void =>
  work.journal.trail(call.timeMs, work.place.region, trailRecord(call, work.place, random), random);

const eventOf = (work: Workplace, use: ResourceUse, timeMs: number, bytesFactor: number, random: Random): TrailCall => {
  switch (use.kind) {
    case 's3-read':
    case 's3-write': {
      const bytes = logNormal(random, use.bytes) * (use.kind === 's3-read' ? bytesFactor : 1);
      const key = `${use.prefix}${hex(random, 8)}`;
      const exchange = use.kind === 's3-read' ? { sentBytes: 0, receivedBytes: bytes } : { sentBytes: bytes, receivedBytes: 0 };
      const name = use.kind === 's3-read' ? 'GetObject' : 'PutObject';
      return objectEvent(callerOf(work, 's3', timeMs), { name, bucket: use.bucket, key, ...exchange }, work.place, random);
    }
    case 'table':
      return tableEvent(
        callerOf(work, 'dynamodb', timeMs),
        { name: use.action, table: use.table, key: `${use.table.slice(0, 3)}#${1000 + random.below(9000)}` },
        work.place,
        random,
      );
  }
};

/** Throttled now and then, as tables and buckets are. */
const THROTTLE_SHARE = 0.0008;

const throttled = (call: TrailCall): TrailCall =>
  call.service === 's3'
    ? { ...call, error: { code: 'SlowDown', message: 'Please reduce your request rate.' }, response: null }
    : { ...call, error: { code: 'ThrottlingException', message: 'Rate of requests exceeds the allowed throughput.' } };

export const useResources = (
  work: Workplace,
  uses: readonly ResourceUse[],
  timeMs: number,
  spanMs: number,
  bytesFactor: number,
  random: Random,
): void => {
  for (const use of uses) {
    if (!random.chance(use.chance)) continue;
    const call = eventOf(work, use, timeMs + random.next() * spanMs, bytesFactor, random);
    record(work, random.chance(THROTTLE_SHARE) ? throttled(call) : call, random);
  }
};

export const useNetwork = (work: Workplace, timeMs: number, bytesFactor: number, random: Random): void => {
  if (work.network === undefined || work.spec.network === undefined) return;
  for (const destination of work.spec.network.destinations) {
    if (!random.chance(destination.chance)) continue;
    work.journal.transfer({
      timeMs,
      interfaceId: work.network.interfaceId,
      from: work.network.address,
      fromPort: work.environment.port,
      to: destination.address,
      toPort: destination.port,
      sentBytes: OVERHEAD_BYTES + logNormal(random, destination.sentBytes) * bytesFactor,
      receivedBytes: OVERHEAD_BYTES + logNormal(random, destination.receivedBytes),
      accepted: true,
    });
  }
};

/** What an incident adds to one call. */
export const followScript = (work: Workplace, script: Script, timeMs: number, random: Random): void => {
  for (const read of script.reads ?? []) {
    const object = { name: 'GetObject' as const, bucket: read.bucket, key: read.key, sentBytes: 0, receivedBytes: read.bytes };
    record(work, objectEvent(callerOf(work, 's3', timeMs), object, work.place, random), random);
  }
  for (const { service, make } of script.calls ?? []) record(work, make(callerOf(work, service, timeMs), work.place, random), random);
  if (work.network === undefined) return;
  for (const { address, port, ...bytes } of script.transfers ?? []) {
    const { interfaceId, address: from } = work.network;
    const fromPort = 32_768 + random.below(28_000);
    work.journal.transfer({ timeMs, interfaceId, from, fromPort, to: address, toPort: port, ...bytes, accepted: true });
  }
};
