// The law of resuming: whatever the point of a break, and however often it breaks, the same records come as in one run.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Checkpoint } from '../../../ingest/aws/history/checkpoint.ts';
import { type FakeAccount, openFakeAccount } from './fake-account.ts';
import { distinct, NOW, read } from './reading.ts';

const HOUR = 3_600_000;

/** Offsets in seconds before NOW; many share one, and some are too fresh to be settled. */
const offset = fc.oneof(
  fc.nat(20),
  fc.nat(1).map((seconds) => 2 * 86_400 + seconds),
  fc.nat(3 * 86_400),
);
const offsets = fc.array(offset, { maxLength: 30, size: 'max' });
const pageSize = fc.integer({ min: 1, max: 6 });
/** After how many checkpoints each run breaks. */
const breaks = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 8 });

const fill = (account: FakeAccount, seconds: readonly number[], size: number): void => {
  account.pageSize = size;
  account.asked.length = 0;
  account.records.length = 0;
  account.groups.clear();
  account.objects.clear();
  for (const [index, offset] of seconds.entries()) {
    const timestamp = NOW - offset * 1000;
    const group = `g-${index % 3}`;
    account.groups.set(group, [...(account.groups.get(group) ?? []), { stream: 's', timestamp, message: 'm', id: `e-${index}` }]);
    account.records.push({ eventID: `r-${index}`, eventTime: new Date(timestamp).toISOString() });
    const day = new Date(timestamp).toISOString().slice(0, 10).replaceAll('-', '/');
    const key = `AWSLogs/${index % 2 === 0 ? 'CloudTrail' : 'Cloud-Trail'}/eu/${day}/${index}${index % 5 === 0 ? '/deep' : ''}.json.gz`;
    account.objects.set(key, { body: gzipSync(JSON.stringify({ Records: [{ eventID: `o-${index}` }] })), writtenAt: timestamp });
  }
};

const inParts = async (account: FakeAccount, source: string, stops: readonly number[], since: number | undefined): Promise<string[]> => {
  const items: string[] = [];
  let checkpoint: Checkpoint | undefined;
  for (const breakAfter of [...stops, undefined]) {
    const reading = await read(account, source, {
      checkpoint,
      ...(since === undefined ? {} : { since }),
      ...(breakAfter === undefined ? {} : { breakAfter }),
    });
    items.push(...reading.items);
    checkpoint = reading.checkpoints.at(-1) ?? checkpoint;
  }
  return items;
};

for (const source of ['cloudwatch-logs:g-*', 'cloudtrail:', 's3://logs/AWSLogs/', 's3://logs/']) {
  test(`${source}: a run in parts gives what one run gives`, async () => {
    const account = await openFakeAccount();
    await fc.assert(
      fc.asyncProperty(offsets, pageSize, breaks, fc.option(fc.nat(100), { nil: undefined }), async (seconds, size, stops, sinceHours) => {
        fill(account, seconds, size);
        const since = sinceHours === undefined ? undefined : NOW - sinceHours * HOUR;
        const whole = await read(account, source, since === undefined ? {} : { since });
        expect(distinct(await inParts(account, source, stops, since))).toEqual(distinct(whole.items));
        // One run gives each once, and one after it only what is too fresh to be sure of.
        expect(distinct(whole.items)).toHaveLength(whole.items.length);
        const again = await read(account, source, { checkpoint: whole.checkpoints.at(-1), ...(since === undefined ? {} : { since }) });
        expect(again.items.length).toBeLessThanOrEqual(seconds.filter((ago) => ago <= 3600).length);
      }),
      { numRuns: source.startsWith('s3') ? 15 : 50 },
    );
  });
}
