// The account's time: it runs as time does, and jumps ahead when there is nothing to do until a known moment.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Clock {
  /** Holds what is to be added to the machine's time, for clock-preload.cjs. */
  readonly file = join(mkdtempSync(join(tmpdir(), 'lapwing-clock-')), 'offset');
  #offsetMs: number;

  constructor(startMs: number) {
    this.#offsetMs = startMs - Date.now();
    this.#write();
  }

  #write(): void {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(this.#offsetMs);
    writeFileSync(this.file, bytes);
  }

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Never backwards: a moment that has passed is now. */
  jumpTo(ms: number): void {
    this.#offsetMs += Math.max(0, ms - this.now());
    this.#write();
  }
}
