// The lines of one invocation in the function's log, in the function's format.
import type { FunctionSpec } from '../function-spec.ts';
import type { Journal } from '../journal/journal.ts';
import { applicationLine, type Failure, type Level, type Style, unhandledLine } from '../records/application-lines.ts';
import { functionArn } from '../records/data-events.ts';
import { initStartJson, reportJson, startJson } from '../records/platform-json.ts';
import { endText, type Finished, initStartText, killedText, reportText, startText, timeoutText } from '../records/platform-text.ts';
import type { RecordPlace } from '../records/trail-record.ts';
import { languageOf } from './failures.ts';

const RUNTIMES = {
  'nodejs22.x': { version: 'nodejs:22.v71', hash: '61f1ac4e0e5b4ad0b4a1a9d5fbb6c3f1d6e3a2bd0c79d9f10ce5c8b4a6a27d11' },
  'python3.13': { version: 'python:3.13.v84', hash: 'c9d3ee1f0a7f4d25b8ab0b6c7d1e2f3a4b5c6d7e8f90a1b2c3d4e5f607182930' },
} as const;

export class LogWriter {
  readonly #journal: Journal;
  readonly #spec: FunctionSpec;
  readonly #place: RecordPlace;
  readonly #group: string;
  readonly #style: Style;

  constructor(journal: Journal, spec: FunctionSpec, place: RecordPlace) {
    this.#journal = journal;
    this.#spec = spec;
    this.#place = place;
    this.#group = `/aws/lambda/${spec.name}`;
    this.#style = { language: languageOf(spec), format: spec.logFormat };
  }

  initStart(timeMs: number, stream: string, version: string): void {
    const runtime = RUNTIMES[this.#spec.runtime];
    const runtimeArn = `arn:aws:lambda:${this.#place.region}::runtime:${runtime.hash}`;
    const start = { runtime: runtime.version, runtimeArn, function: this.#spec.name, version, stream, memoryMb: this.#spec.memoryMb };
    this.#write(
      timeMs,
      stream,
      this.#json() ? initStartJson(timeMs, start) : initStartText(runtime.version, this.#place.region, runtime.hash),
    );
  }

  start(timeMs: number, stream: string, requestId: string, version: string): void {
    const arn = functionArn(this.#place, this.#spec.name);
    this.#write(timeMs, stream, this.#json() ? startJson(timeMs, requestId, arn, version) : startText(requestId, version));
  }

  application(timeMs: number, stream: string, requestId: string, level: Level, message: string): void {
    this.#write(timeMs, stream, applicationLine(this.#style, timeMs, requestId, level, message));
  }

  unhandled(timeMs: number, stream: string, requestId: string, failure: Failure): void {
    this.#write(timeMs, stream, unhandledLine(this.#style, timeMs, requestId, failure));
  }

  finish(timeMs: number, stream: string, finished: Finished): void {
    if (this.#json()) {
      this.#write(timeMs, stream, reportJson(timeMs, finished));
      return;
    }
    if (finished.outcome === 'timeout') this.#write(timeMs, stream, timeoutText(timeMs, finished.requestId, this.#spec.timeoutMs));
    if (finished.outcome === 'out-of-memory') this.#write(timeMs, stream, killedText(finished.requestId));
    this.#write(timeMs, stream, endText(finished.requestId));
    this.#write(timeMs, stream, reportText(finished));
  }

  #json(): boolean {
    return this.#spec.logFormat === 'json';
  }

  #write(timeMs: number, stream: string, message: string): void {
    this.#journal.line(timeMs, this.#group, stream, message);
  }
}
