// Injection as the rules rate it: each string as the value of a field that a function logs.
import { readFileSync } from 'node:fs';
import { atLeast, type Severity } from '../../detectors/model/severity.ts';
import { matchedBy } from './detections-seen.ts';

export interface Payload {
  readonly source: string;
  readonly cls: string;
  readonly label: string;
  readonly payload: string;
}

export const readPayloads = (file: string): readonly Payload[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Payload);

const isToldAt = (severity: Severity, text: string): boolean =>
  matchedBy({ timestamp: '2026-03-02T10:14:00.000Z', level: 'INFO', requestId: 'r', message: 'input', input: text }, 'lambda').some(
    (match) => match.shown && atLeast(match.severity as Severity, severity),
  );

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

const shareOf = (rows: readonly Payload[], severity: Severity): number =>
  rows.filter(({ payload }) => isToldAt(severity, payload)).length / rows.length;

const byKey = (rows: readonly Payload[], key: (row: Payload) => string): readonly (readonly [string, readonly Payload[]])[] =>
  [...Map.groupBy(rows, key)].sort(([one], [other]) => (one < other ? -1 : 1));

export const recallRows = (payloads: readonly Payload[], key: (row: Payload) => string): readonly (readonly string[])[] => {
  const groups = byKey(
    payloads.filter(({ label }) => label === 'malicious'),
    key,
  ).map(([name, rows]) => [name, rows.length, shareOf(rows, 'low')] as const);
  const mean = groups.reduce((sum, [, , share]) => sum + share, 0) / groups.length;
  return [
    ['', 'strings', 'told'],
    ...groups.map(([name, count, share]) => [name, String(count), percent(share)]),
    ['mean of these', '', percent(mean)],
  ];
};

export const falseAlarmRows = (payloads: readonly Payload[]): readonly (readonly string[])[] => [
  ['', 'strings', 'at low or above', 'at medium or above'],
  ...byKey(
    payloads.filter(({ label }) => label === 'benign'),
    ({ source }) => source,
  ).map(([name, rows]) => [name, String(rows.length), percent(shareOf(rows, 'low')), percent(shareOf(rows, 'medium'))]),
];
