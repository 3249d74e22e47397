// The whole deployed path in one process: tables, queues, topic and bus in memory, the functions called as AWS would call them.
import type { EventEntry } from '../../../alerts/render/event.ts';
import { DEFAULT_BUDGET } from '../../../alerts/triage/budget.ts';
import type { Channel } from '../../../alerts/triage/to-tell.ts';
import type { Revised } from '../../../detectors/aws/assess-pending.ts';
import type { RuleSet } from '../../../detectors/aws/rule-set.ts';
import type { Finding } from '../../../detectors/model/finding.ts';
import type { Settings } from '../../../detectors/model/settings.ts';
import type { Instant } from '../../../detectors/model/time.ts';
import type { AlertContext } from '../../../infra/lambda/alert-context.ts';
import { alertMessages } from '../../../infra/lambda/alert-messages.ts';
import { detect } from '../../../infra/lambda/detect.ts';
import type { IngestContext } from '../../../infra/lambda/ingest-context.ts';
import { ingestEvent } from '../../../infra/lambda/ingest-event.ts';
import { CANARY_DETAIL_TYPE } from '../../../infra/names.ts';
import type { Published, Queue } from '../../../infra/state/ports.ts';
import type { Chaos } from './chaos.ts';
import { FakeTable } from './fake-table.ts';

const MINUTE_MS = 60_000;
const GRACE_MS = 3 * MINUTE_MS;
export const SETTLE_MS = 13 * MINUTE_MS;

export class World {
  nowMs = 0;
  readonly partials: FakeTable;
  readonly baselines: FakeTable;
  readonly findings: FakeTable;
  readonly objects = new Map<string, string>();
  readonly findingMessages: string[] = [];
  readonly quarantined: string[] = [];
  readonly mails: Published[] = [];
  readonly events: EventEntry[] = [];
  readonly counts = {
    folded: 0,
    skipped: new Map<string, number>(),
    quarantined: new Map<string, number>(),
    late: 0,
    unreadable: 0,
    canaries: 0,
  };
  alertCrashes = 0;
  /** Channels that take nothing. */
  readonly down = new Set<Channel>();
  /** Messages that a channel did not take, or took without saying so. */
  undelivered = 0;
  readonly #chaos: Chaos;
  readonly #ingest: IngestContext;
  readonly #alert: AlertContext;
  readonly #settings: Settings;

  constructor({ loaded, matcher }: RuleSet, settings: Settings, chaos: Chaos, region = 'eu-central-1') {
    this.#chaos = chaos;
    this.#settings = settings;
    this.partials = new FakeTable(chaos);
    this.baselines = new FakeTable(chaos);
    this.findings = new FakeTable(chaos);
    const now = (): Instant => this.nowMs as Instant;
    const queueInto = (messages: string[]): Queue => ({
      send: async (sent) => {
        for (const message of sent) {
          await Promise.resolve();
          chaos.step();
          messages.push(message);
          chaos.step();
        }
      },
    });
    const { counts } = this;
    const increment = (map: Map<string, number>, reason: string, count: number): void => {
      map.set(reason, (map.get(reason) ?? 0) + count);
    };
    this.#ingest = {
      partials: this.partials,
      findings: queueInto(this.findingMessages),
      quarantine: queueInto(this.quarantined),
      objects: {
        open: async (bucket, key) => {
          chaos.step();
          const text = this.objects.get(`${bucket}/${key}`);
          return text === undefined ? undefined : chunks(text);
        },
      },
      tally: {
        folded: (count) => {
          counts.folded += count;
        },
        filtered: () => undefined,
        skipped: (reason, count) => increment(counts.skipped, reason, count),
        quarantined: (reason, count) => increment(counts.quarantined, reason, count),
      },
      settings,
      loaded,
      matcher,
      region,
      graceMs: GRACE_MS,
      now,
    };
    this.#alert = {
      findings: this.findings,
      baselines: this.baselines,
      topic: {
        publish: async (mail) => {
          if (this.down.has('mail')) throw new Error('the topic is gone');
          chaos.step();
          this.mails.push(mail);
          chaos.step();
        },
      },
      bus: {
        put: async (entries) => {
          try {
            if (this.down.has('event')) throw new Error('the bus is gone');
            chaos.step();
            for (const entry of entries)
              if (entry.DetailType === CANARY_DETAIL_TYPE) this.counts.canaries++;
              else this.events.push(entry);
            chaos.step();
            return new Map();
          } catch {
            return new Map(entries.map((_, place) => [place, 'planted']));
          }
        },
      },
      tally: {
        told: () => undefined,
        failed: (_channel, count) => {
          this.undelivered += count;
        },
        canaries: () => undefined,
      },
      chat: undefined,
      settings,
      suppressions: [],
      alertBudget: DEFAULT_BUDGET,
      nonProduction: [],
      formats: [],
      environment: 'test',
      projectUrl: undefined,
      now,
    };
  }

  get alertContext(): AlertContext {
    return this.#alert;
  }

  #turn(actor: string): void {
    for (const table of [this.partials, this.baselines, this.findings]) table.actor = actor;
  }

  /** Identifiers that failed; all of them when the whole event did. */
  async deliver(event: unknown, identifiers: readonly string[]): Promise<readonly string[]> {
    this.#turn('ingest');
    try {
      const { batchItemFailures } = await ingestEvent(event, this.#ingest, () => undefined);
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    } catch {
      return identifiers;
    }
  }

  /** Whether every function that was due was done with. */
  async detect(): Promise<boolean> {
    const { partials, baselines } = this;
    this.#turn('detect');
    try {
      const { failed } = await detect({
        partials,
        baselines,
        findings: this.#ingest.findings,
        tally: {
          assessed: (_functions, late) => {
            this.counts.late += late;
          },
          unreadable: () => {
            this.counts.unreadable++;
          },
        },
        settings: this.#settings,
        loaded: this.#ingest.loaded,
        graceMs: GRACE_MS,
        settleMs: SETTLE_MS,
        now: this.nowMs as Instant,
      });
      return failed.length === 0;
    } catch {
      return false;
    }
  }

  async alert(messages: readonly string[]): Promise<boolean> {
    this.#turn('alert');
    try {
      await alertMessages(messages, this.#alert);
      return true;
    } catch {
      this.alertCrashes++;
      return false;
    }
  }

  get chaos(): Chaos {
    return this.#chaos;
  }

  /** The findings table, by id. */
  kept(): ReadonlyMap<string, Finding> {
    return new Map(
      this.findings.all('finding|').map(({ body }) => {
        const { finding } = JSON.parse(body) as Revised;
        return [finding.id, finding];
      }),
    );
  }

  /** Function → baseline as stored. */
  learned(): ReadonlyMap<string, string> {
    return new Map(this.baselines.all('baseline|').map(({ pk, body }) => [pk, body]));
  }
}

async function* chunks(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
