// A record that CloudTrail corrects later: rules see what it says now, and nothing is counted a second time.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runLapwing, stopLogging } from './run-lapwing.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapwing-correction-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('in either order', () => {
  const wrong = stopLogging(1, 2, { eventName: 'DescribeTrails', readOnly: true });
  const right = stopLogging(2, 2, {
    addendum: { reason: 'UPDATED_DATA', updatedFields: 'eventName,readOnly', originalEventID: '00000000-0000-4000-8000-000000000001' },
  });
  for (const lines of [
    [wrong, right],
    [right, wrong],
  ]) {
    writeFileSync(join(folder, 'trail.jsonl'), `${lines.join('\n')}\n`);
    const { stdout } = runLapwing(folder, 'scan', 'trail.jsonl', '--format', 'ndjson', '--stats', 'stats.json');
    expect(stdout).toContain('StopLogging');
    expect(JSON.parse(readFileSync(join(folder, 'stats.json'), 'utf8'))).toMatchObject({
      received: 2,
      folded: 1,
      skipped: { duplicate: 1 },
    });
  }
});
