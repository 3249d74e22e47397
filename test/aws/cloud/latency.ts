// How long it took from a record's arrival to the alert, stage by stage, read off what the functions asked of AWS and when.
import type { Finding } from '../../../detectors/model/finding.ts';
import { readFindingMessage } from '../../../infra/lambda/finding-message.ts';
import type { Cloud, SeenCall } from './cloud.ts';

/** Milliseconds. */
export interface Latency {
  readonly kind: string;
  /** From the arrival of the first record (rules), or the end of the window (behaviours), until a function took it up. */
  readonly waiting: number;
  /** Until the finding was in the queue. */
  readonly finding: number;
  /** Until the alerting function took it up. */
  readonly queue: number;
  /** Until SNS or EventBridge had it. */
  readonly telling: number;
}

interface FirstSent {
  readonly atMs: number;
  readonly finding: Finding;
}

/** Each finding as it was when it was first sent to be told. */
const firstSent = (calls: readonly SeenCall[]): ReadonlyMap<string, FirstSent> => {
  const sent = new Map<string, FirstSent>();
  for (const { action, input, atMs } of calls) {
    if (action !== 'sqs:SendMessage') continue;
    for (const { MessageBody } of input['Entries'] as readonly { readonly MessageBody: string }[]) {
      const message = readFindingMessage(MessageBody);
      if (message.kind !== 'findings') continue;
      for (const { finding } of message.found) if (!sent.has(finding.id)) sent.set(finding.id, { atMs, finding });
    }
  }
  return sent;
};

/** `arrivals`: record id → when it was put to the account's door. Sequences are told by their parts, and have no arrival of their own. */
export const latenciesOf = ({ calls, invocations }: Cloud, arrivals: ReadonlyMap<string, number>): readonly Latency[] => {
  const told = calls
    .filter(({ action }) => action === 'sns:Publish' || action === 'events:PutEvents')
    .map(({ atMs, input }) => ({ atMs, text: JSON.stringify(input) }));
  const startOf = (atMs: number, isAlert: boolean): number | undefined =>
    invocations.runs.find(
      ({ functionName, startedMs, endedMs }) => startedMs <= atMs && atMs <= endedMs && functionName.endsWith('-alert') === isAlert,
    )?.startedMs;
  return [...firstSent(calls).values()].flatMap(({ atMs, finding: { id, kind, evidence, window } }): readonly Latency[] => {
    const alerted = told.find(({ text }) => text.includes(id))?.atMs;
    if (alerted === undefined || kind === 'sequence') return [];
    const began = kind === 'behaviour' ? Date.parse(window.end) : Math.min(...evidence.flatMap((record) => arrivals.get(record) ?? []));
    const taken = startOf(atMs, false);
    const read = startOf(alerted, true);
    if (!Number.isFinite(began) || taken === undefined || read === undefined) return [];
    return [{ kind, waiting: taken - began, finding: atMs - taken, queue: read - atMs, telling: alerted - read }];
  });
};

const STAGES = ['waiting', 'finding', 'queue', 'telling'] as const;

/** The value below which `share` of them are; the largest when there are few. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

export const totalOf = (latency: Latency): number => STAGES.reduce((sum, stage) => sum + latency[stage], 0);

export const latencyTable = (latencies: readonly Latency[]): string => {
  const seconds = (values: readonly number[]): string =>
    `${(quantile(values, 0.5) / 1000).toFixed(2)} / ${(quantile(values, 0.99) / 1000).toFixed(2)}`;
  const rows = [...Map.groupBy(latencies, ({ kind }) => kind)].map(([kind, mine]) => [
    kind,
    String(mine.length),
    ...STAGES.map((stage) => seconds(mine.map((latency) => latency[stage]))),
    seconds(mine.map(totalOf)),
  ]);
  const table = [['kind', 'findings', ...STAGES, 'in all'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
};
