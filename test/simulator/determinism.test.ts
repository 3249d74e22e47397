// Same options, same bytes; another seed, another account; and never more in hand than an hour.
import { describe, expect, it } from 'vitest';
import { fleet } from '../../cli/simulator/fleet.ts';
import { series } from '../../cli/simulator/series.ts';
import { simulate } from '../../cli/simulator/simulate.ts';
import { readAccount, START_MS } from './read-account.ts';
import { plainFunction, smallAccount } from './small-account.ts';

const text = (options: Parameters<typeof simulate>[0]): string =>
  [...simulate(options)].map((file) => `${file.path}\n${file.text}`).join('\n');

describe('a simulation', () => {
  it('is the same, byte for byte, for the same options', () => {
    const options = smallAccount({ account: { ...smallAccount().account, operators: ['ada'] } });
    expect(text(options)).toBe(text(options));
  });

  it('is another for another seed', () => {
    expect(text(smallAccount({ seed: 12 }))).not.toBe(text(smallAccount()));
  });

  it('begins alike however long it goes on', () => {
    const short = [...simulate(smallAccount({ days: 1 }))].slice(0, 60);
    const long = [...simulate(smallAccount({ days: 2 }))].slice(0, 60);
    expect(long).toEqual(short);
  });

  it('does not look into a far future to begin', () => {
    const files = simulate(smallAccount({ days: 36_500 }));
    const first = Array.from({ length: 30 }, () => files.next().value?.path);
    expect(first.every((path) => path?.includes('/2026/03/02/'))).toBe(true);
  });

  it('hands out files in the order of their hours, each record in a file of its hour or later', () => {
    const account = readAccount(simulate(smallAccount({ days: 2 })));
    for (const { file, timestamp } of account.log) {
      const [, day, hour] = /(\d{4}\/\d\d\/\d\d)\/(\d\d)\/subscription/.exec(file) ?? [];
      const fileMs = Date.parse(`${day?.replaceAll('/', '-')}T${hour}:00:00Z`);
      expect(timestamp - fileMs).toBeGreaterThanOrEqual(0);
      expect(timestamp - fileMs).toBeLessThan(3_600_000);
    }
  });

  it('refuses to begin within an hour', () => {
    expect(() => text(smallAccount({ startMs: START_MS + 1 }))).toThrow(RangeError);
  });
});

describe('a series', () => {
  it('is the same for the same seed', () => {
    const draw = (seed: number) => [...series(plainFunction, { seed, startMs: START_MS, days: 3, windowMs: 3_600_000, events: [] })];
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  it('follows the law of the full simulation', () => {
    const days = 8;
    const spec = { ...plainFunction, followers: [] };
    const account = readAccount(simulate(smallAccount({ days, functions: [spec] })));
    const windows = [...series(spec, { seed: 99, startMs: START_MS, days, windowMs: 3_600_000, events: [] })];
    const drawnCalls = windows.reduce((sum, { invocations }) => sum + invocations, 0);
    const loggedCalls = account.log.filter(({ message }) => message.startsWith('REPORT')).length;
    expect(drawnCalls / loggedCalls).toBeGreaterThan(0.85);
    expect(drawnCalls / loggedCalls).toBeLessThan(1.15);
    const drawnBytes = windows.reduce((sum, { readBytes }) => sum + readBytes, 0) / drawnCalls;
    const reads = account.trail.filter((record) => record.eventName === 'GetObject');
    const loggedBytes = reads.reduce((sum, record) => sum + (record.additionalEventData?.bytesTransferredOut ?? 0), 0) / loggedCalls;
    expect(drawnBytes / loggedBytes).toBeGreaterThan(0.85);
    expect(drawnBytes / loggedBytes).toBeLessThan(1.15);
  });
});

describe('a fleet', () => {
  const options = fleet({ seed: 2, functions: 60, days: 1, startMs: START_MS });

  it('mixes all kinds of traffic, formats and triggers', () => {
    expect(new Set(options.functions.map(({ traffic }) => traffic.kind)).size).toBeGreaterThanOrEqual(9);
    expect(new Set(options.functions.map(({ logFormat }) => logFormat)).size).toBe(2);
    expect(new Set(options.functions.map(({ trigger }) => trigger.kind)).size).toBe(4);
    expect(fleet({ seed: 2, functions: 60, days: 1, startMs: START_MS })).toEqual(options);
  });

  it('writes logs that can be read, each id once', () => {
    const account = readAccount(simulate(options));
    expect(new Set(account.log.map(({ id }) => id)).size).toBe(account.log.length);
    expect(new Set(account.trail.map((record) => record.eventID)).size).toBe(account.trail.length);
    expect(new Set(account.flows.map(({ fields }) => fields[2])).size).toBeGreaterThan(1);
  });
});
