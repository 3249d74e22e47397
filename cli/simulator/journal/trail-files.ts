// CloudTrail as it lies in S3: five minutes of records a file, delivered minutes later and in no order.
import { datePath, fileTime, MINUTE_MS, SECOND_MS } from '../calendar.ts';
import { exponential } from '../distributions.ts';
import { fileSuffix } from '../identifiers.ts';
import { type Random, seeded } from '../random.ts';
import type { SimulatedFile } from '../simulation-options.ts';

const FILE_MS = 5 * MINUTE_MS;

/** AWS: "typically within an average of about 5 minutes", not guaranteed. File boundaries add half of five minutes to these. */
const LEAST_DELAY_MS = 60 * SECOND_MS;
const MEAN_FURTHER_DELAY_MS = 90 * SECOND_MS;
/** Stragglers: rare, and at most this late. */
const STRAGGLER_SHARE = 0.002;
const STRAGGLER_MS = 60 * MINUTE_MS;

interface Delivery {
  readonly order: number;
  readonly record: string;
}

/** Records waiting for their file. */
export class TrailFiles {
  readonly #account: string;
  readonly #seed: number;
  readonly #files = new Map<number, Map<string, Delivery[]>>();

  constructor(account: string, seed: number) {
    this.#account = account;
    this.#seed = seed;
  }

  add(timeMs: number, region: string, record: string, random: Random): void {
    const further = random.chance(STRAGGLER_SHARE) ? random.next() * STRAGGLER_MS : exponential(random, MEAN_FURTHER_DELAY_MS);
    const slot = Math.ceil((timeMs + LEAST_DELAY_MS + Math.min(further, STRAGGLER_MS)) / FILE_MS) * FILE_MS;
    let regions = this.#files.get(slot);
    if (regions === undefined) {
      regions = new Map();
      this.#files.set(slot, regions);
    }
    let records = regions.get(region);
    if (records === undefined) {
      records = [];
      regions.set(region, records);
    }
    records.push({ order: further, record });
  }

  /** The files delivered before the moment, oldest first. */
  *drain(beforeMs: number): Generator<SimulatedFile> {
    const due = [...this.#files.keys()].filter((slot) => slot < beforeMs).sort((a, b) => a - b);
    for (const slot of due) {
      const regions = [...(this.#files.get(slot) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      this.#files.delete(slot);
      for (const [region, records] of regions) {
        const suffix = fileSuffix(seeded(this.#seed, `trail:${region}:${slot}`));
        const name = `${this.#account}_CloudTrail_${region}_${fileTime(slot)}_${suffix}.json`;
        const text = records
          .sort((a, b) => a.order - b.order)
          .map(({ record }) => record)
          .join(',');
        yield {
          path: `AWSLogs/${this.#account}/CloudTrail/${region}/${datePath(slot)}/${name}`,
          text: `{"Records":[${text}]}`,
          gzip: true,
        };
      }
    }
  }
}
