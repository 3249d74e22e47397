// Everything the account has written and not yet delivered; hands out finished files hour by hour.
import { datePath, HOUR_MS, iso } from '../calendar.ts';
import { hex } from '../identifiers.ts';
import { type Random, seeded } from '../random.ts';
import type { SimulatedFile } from '../simulation-options.ts';
import { FlowFiles, type Transfer } from './flow-files.ts';
import { CONTROL_EVERY_MS, controlMessage, type LogLine, subscriptionText } from './subscription.ts';
import { TrailFiles } from './trail-files.ts';

const ACCESS_STREAMS = 3;

export interface JournalSpec {
  readonly account: string;
  readonly region: string;
  readonly seed: number;
  /** The network interfaces with flow logs. */
  readonly interfaces: readonly string[];
}

export class Journal {
  readonly #spec: JournalSpec;
  readonly #trail: TrailFiles;
  readonly #flows: FlowFiles;
  #lines: LogLine[] = [];

  constructor(spec: JournalSpec) {
    this.#spec = spec;
    this.#trail = new TrailFiles(spec.account, spec.seed);
    this.#flows = new FlowFiles(spec.account, spec.region, spec.seed, spec.interfaces);
  }

  line(timeMs: number, group: string, stream: string, message: string): void {
    this.#lines.push({ timeMs: Math.floor(timeMs), group, stream, message });
  }

  /** API Gateway spreads an access log over a few streams a day. */
  access(timeMs: number, group: string, message: string): void {
    const shard = Math.floor(timeMs / HOUR_MS) % ACCESS_STREAMS;
    const stream = hex(seeded(this.#spec.seed, `${group}:${datePath(timeMs)}:${shard}`), 32);
    this.line(timeMs, group, stream, message);
  }

  trail(timeMs: number, region: string, record: string, random: Random): void {
    this.#trail.add(timeMs, region, record, random);
  }

  transfer(transfer: Transfer): void {
    this.#flows.add(transfer);
  }

  /** The files of the hour that begins at `hourMs`, when nothing more will be written into it. */
  *drain(hourMs: number): Generator<SimulatedFile> {
    const end = hourMs + HOUR_MS;
    const due = this.#lines.filter((line) => line.timeMs < end);
    this.#lines = this.#lines.filter((line) => line.timeMs >= end);
    yield* this.#subscription(hourMs, due);
    yield* this.#flows.drain(hourMs);
    yield* this.#trail.drain(end);
  }

  /** What is still on its way when the simulation ends. */
  *finish(endMs: number): Generator<SimulatedFile> {
    const rest = this.#lines;
    this.#lines = [];
    yield* this.#subscription(endMs, rest);
    yield* this.#trail.drain(Number.POSITIVE_INFINITY);
  }

  *#subscription(hourMs: number, lines: readonly LogLine[]): Generator<SimulatedFile> {
    const control = hourMs % CONTROL_EVERY_MS === 0 && lines.length > 0 ? controlMessage(hourMs) : '';
    const text = control + subscriptionText(lines, this.#spec.account, this.#spec.seed);
    if (text === '') return;
    const path = `cloudwatch-logs/${this.#spec.account}/${this.#spec.region}/${datePath(hourMs)}/${iso(hourMs).slice(11, 13)}/subscription.jsonl`;
    yield { path, text, gzip: true };
  }
}
