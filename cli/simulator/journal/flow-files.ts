// VPC flow logs as they lie in S3: version 2, header first, traffic added up by the minute and connection, one file an hour.
import { datePath, fileTime, HOUR_MS, MINUTE_MS, SECOND_MS } from '../calendar.ts';
import { hex } from '../identifiers.ts';
import { seeded } from '../random.ts';
import type { SimulatedFile } from '../simulation-options.ts';

const HEADER = 'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const TCP = 6;
/** Longest TCP segment over Ethernet; large transfers fill most of their packets. */
const SEGMENT_BYTES = 1448;
/** An interface is reported silent after the longest aggregation interval. */
const SILENCE_MS = 10 * MINUTE_MS;

export interface Transfer {
  readonly timeMs: number;
  readonly interfaceId: string;
  readonly from: string;
  readonly fromPort: number;
  readonly to: string;
  readonly toPort: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly accepted: boolean;
}

interface Flow {
  readonly interfaceId: string;
  readonly tuple: string;
  bytes: number;
  startMs: number;
  endMs: number;
}

/** Traffic of the interfaces with flow logs, waiting for its file. */
export class FlowFiles {
  readonly #account: string;
  readonly #region: string;
  readonly #seed: number;
  readonly #interfaces: readonly string[];
  readonly #flowLogId: string;
  #flows = new Map<string, Flow>();

  constructor(account: string, region: string, seed: number, interfaces: readonly string[]) {
    this.#account = account;
    this.#region = region;
    this.#seed = seed;
    this.#interfaces = interfaces.toSorted();
    this.#flowLogId = `fl-0${hex(seeded(seed, 'flow-log'), 16)}`;
  }

  /** Both directions of one exchange. */
  add(transfer: Transfer): void {
    const { from, fromPort, to, toPort } = transfer;
    const action = transfer.accepted ? 'ACCEPT' : 'REJECT';
    this.#count(transfer, `${from} ${to} ${fromPort} ${toPort}`, transfer.sentBytes, action);
    if (transfer.receivedBytes > 0) this.#count(transfer, `${to} ${from} ${toPort} ${fromPort}`, transfer.receivedBytes, action);
  }

  #count({ timeMs, interfaceId }: Transfer, tuple: string, bytes: number, action: string): void {
    const key = `${Math.floor(timeMs / MINUTE_MS)} ${interfaceId} ${tuple} ${action}`;
    const flow = this.#flows.get(key);
    if (flow === undefined) this.#flows.set(key, { interfaceId, tuple: `${tuple} ${action}`, bytes, startMs: timeMs, endMs: timeMs });
    else {
      flow.bytes += bytes;
      flow.startMs = Math.min(flow.startMs, timeMs);
      flow.endMs = Math.max(flow.endMs, timeMs);
    }
  }

  /** The file of one hour; what happened later waits. */
  *drain(hourMs: number): Generator<SimulatedFile> {
    if (this.#interfaces.length === 0) return;
    const end = hourMs + HOUR_MS;
    const due: Flow[] = [];
    const waiting = new Map<string, Flow>();
    for (const [key, flow] of this.#flows) {
      if (flow.startMs < end) due.push(flow);
      else waiting.set(key, flow);
    }
    this.#flows = waiting;
    const lines = [...due.map((flow) => this.#line(flow)), ...this.#silences(hourMs, due)].sort(
      (a, b) => a.endSecond - b.endSecond || (a.text < b.text ? -1 : 1),
    );
    const suffix = hex(seeded(this.#seed, `flow:${hourMs}`), 8);
    const name = `${this.#account}_vpcflowlogs_${this.#region}_${this.#flowLogId}_${fileTime(hourMs)}_${suffix}.log`;
    const path = `AWSLogs/${this.#account}/vpcflowlogs/${this.#region}/${datePath(hourMs)}/${name}`;
    yield { path, text: `${HEADER}\n${lines.map(({ text }) => `${text}\n`).join('')}`, gzip: true };
  }

  #line(flow: Flow): { readonly endSecond: number; readonly text: string } {
    const start = Math.floor(flow.startMs / SECOND_MS);
    // A flow is reported when its interval closes, some seconds after its last packet.
    const endSecond = Math.max(Math.floor(flow.endMs / SECOND_MS), start) + 1 + (start % 29);
    const [from, to, fromPort, toPort, action] = flow.tuple.split(' ');
    const packets = Math.max(1, Math.ceil(flow.bytes / SEGMENT_BYTES) + 4);
    const text = `2 ${this.#account} ${flow.interfaceId} ${from} ${to} ${fromPort} ${toPort} ${TCP} ${packets} ${Math.round(flow.bytes)} ${start} ${endSecond} ${action} OK`;
    return { endSecond, text };
  }

  #silences(hourMs: number, flows: readonly Flow[]): { readonly endSecond: number; readonly text: string }[] {
    const lines: { endSecond: number; text: string }[] = [];
    for (const interfaceId of this.#interfaces) {
      const busy = new Set(flows.filter((flow) => flow.interfaceId === interfaceId).map((flow) => Math.floor(flow.startMs / SILENCE_MS)));
      for (let slot = hourMs; slot < hourMs + HOUR_MS; slot += SILENCE_MS) {
        if (busy.has(Math.floor(slot / SILENCE_MS))) continue;
        const start = Math.floor(slot / SECOND_MS);
        const endSecond = start + SILENCE_MS / SECOND_MS - 1;
        lines.push({ endSecond, text: `2 ${this.#account} ${interfaceId} - - - - - - - ${start} ${endSecond} - NODATA` });
      }
    }
    return lines;
  }
}
