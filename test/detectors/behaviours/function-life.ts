// A made-up function's days for the tests of behaviours: steady work that each test disturbs in its own way.
import { type Baseline, newBaseline, WINDOW_MS } from '../../../detectors/baseline/baseline.ts';
import { assessWindow, type Context, learnWindow, type WindowVerdict } from '../../../detectors/behaviours/assess.ts';
import type { Finding } from '../../../detectors/model/finding.ts';
import { functionId, recordId } from '../../../detectors/model/identity.ts';
import { addName, addSum, emptyPartial, type FunctionPartial, type Named, type Sum } from '../../../detectors/model/partial.ts';
import { DEFAULT_SETTINGS } from '../../../detectors/model/settings.ts';
import type { Instant } from '../../../detectors/model/time.ts';

export const CONTEXT: Context = { settings: DEFAULT_SETTINGS };
/** A Monday. */
const BEGIN = Date.UTC(2026, 2, 2);
export const DAY_WINDOWS = 288;

export const instantAt = (window: number): Instant => (BEGIN + window * WINDOW_MS) as Instant;

/** A fixed sequence in [-1, 1) that looks like noise. */
const wobble = (window: number, salt: number): number => {
  const mixed = Math.imul(window + 1, 2654435761) ^ Math.imul(salt + 7, 2246822519);
  return (Math.imul(mixed ^ (mixed >>> 15), 2246822519) >>> 0) / 2147483648 - 1;
};

export interface Extra {
  readonly sums?: Partial<Record<Sum, number>>;
  readonly names?: readonly (readonly [Named, string, amount?: number])[];
}

export const add = (partial: FunctionPartial, window: number, { sums = {}, names = [] }: Extra): FunctionPartial => {
  for (const [sum, amount] of Object.entries(sums)) addSum(partial, sum as Sum, amount);
  for (const [index, [named, name, amount]] of names.entries()) {
    addName(partial, named, name, instantAt(window), recordId(`record-${window}-${index}`), amount);
  }
  return partial;
};

/** Some 40 invocations in five minutes, 20 kB out of each, two AWS actions and two destinations. */
export const ordinary = (window: number): FunctionPartial => {
  const runs = Math.round(40 + 10 * wobble(window, 1));
  const bytes = Math.round(runs * 20_000 * (1 + 0.2 * wobble(window, 2)));
  return add(emptyPartial(), window, {
    sums: {
      records: 3 * runs,
      invocations: runs,
      billedMbMs: runs * 100 * 256,
      durationMicros: runs * 90_000,
      initialisations: window % 40 === 0 ? 2 : 0,
      errors: window % 90 === 0 ? 1 : 0,
      logBytes: runs * 800,
      requests: runs,
      responseBytes: Math.round(bytes / 4),
      apiCalls: 2 * runs,
      networkBytesOut: bytes,
      serviceBytesRead: Math.round(runs * 5000 * (1 + 0.3 * wobble(window, 3))),
    },
    names: [
      ['actions', 'dynamodb:GetItem'],
      ['actions', 'dynamodb:PutItem'],
      ['destinations', 'dynamodb.us-east-1.amazonaws.com', Math.round(bytes / 2)],
      ['destinations', 'api.partner.example', Math.round(bytes / 2)],
      ['credentialSources', 'lambda'],
      ['changes', 'version:7'],
      ['callers', 'apigateway.amazonaws.com'],
      ['invocationSamples', `request-${window}`],
    ],
  });
};

export class Life {
  readonly baseline: Baseline;
  window = 0;
  /** The last of each id, as a caller keeps them. */
  readonly findings = new Map<string, Finding>();

  constructor(name = 'orders') {
    this.baseline = newBaseline(functionId({ account: '111122223333', region: 'us-east-1', name }));
  }

  live(partial: FunctionPartial, context: Context = CONTEXT): WindowVerdict {
    const verdict = assessWindow(this.baseline, instantAt(this.window), partial, context);
    learnWindow(this.baseline, instantAt(this.window), partial, verdict, context);
    for (const finding of verdict.findings) this.findings.set(finding.id, finding);
    this.window++;
    return verdict;
  }

  /** Ordinary windows, each with what `extra` adds. */
  days(count: number, extra: (window: number) => Extra = () => ({})): this {
    for (const end = this.window + count * DAY_WINDOWS; this.window < end; )
      this.live(add(ordinary(this.window), this.window, extra(this.window)));
    return this;
  }

  of(detector: string): readonly Finding[] {
    return [...this.findings.values()].filter((finding) => finding.detector === detector);
  }
}
