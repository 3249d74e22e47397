// The main job as other programs call it: output, exit codes, bad input, and the same bytes whatever the order.
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../cli/lapwing.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lapwing-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lapwing = (args: readonly string[], input = ''): { status: number | null; stdout: string; stderr: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    cwd: folder,
    input,
    maxBuffer: 256 * 1024 * 1024,
  });
  return { status, stdout, stderr };
};

const write = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return name;
};

interface Stats {
  readonly received: number;
  readonly folded: number;
  readonly skipped: Record<string, number>;
  readonly quarantined: Record<string, number>;
}
const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((total, count) => total + count, 0);

const statsOf = (args: readonly string[]): Stats & { stderr: string; status: number | null } => {
  const { stderr, status } = lapwing(['scan', ...args, '--format', 'ndjson', '--stats', 'stats.json']);
  const stats = JSON.parse(readFileSync(join(folder, 'stats.json'), 'utf8')) as Stats;
  expect(stats.received).toBe(stats.folded + sum(stats.skipped) + sum(stats.quarantined));
  return { ...stats, stderr, status };
};

const call = (number: number, more: object = {}): string =>
  JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:orders',
      arn: 'arn:aws:sts::111122223333:assumed-role/orders-role/orders',
      accountId: '111122223333',
      sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/orders-role', userName: 'orders-role' } },
    },
    eventTime: '2026-03-02T10:00:00Z',
    eventSource: 'dynamodb.amazonaws.com',
    eventName: 'GetItem',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-sdk-js/3.900 exec-env/AWS_Lambda_nodejs22.x',
    requestParameters: { tableName: 'orders' },
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: false,
    recipientAccountId: '111122223333',
    eventCategory: 'Data',
    ...more,
  });

const stopLogging = (number: number): string =>
  call(number, {
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    requestParameters: { name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main' },
    userAgent: 'aws-cli/2.17.0',
    readOnly: false,
    managementEvent: true,
    eventCategory: 'Management',
  });

describe('exit codes', () => {
  test('0 when done, 1 for a finding at the level asked, 2 for wrong usage or nothing readable', () => {
    const quiet = write('quiet.jsonl', `${call(1)}\n`);
    const loud = write('loud.jsonl', `${stopLogging(2)}\n`);
    expect(lapwing(['scan', quiet, '--fail-on', 'low']).status).toBe(0);
    expect(lapwing(['scan', loud]).status).toBe(0);
    expect(lapwing(['scan', loud, '--fail-on', 'low']).status).toBe(1);
    expect(lapwing(['scan', loud, '--fail-on', 'critical', '--min-severity', 'info']).status).toBe(0);
    expect(lapwing(['scan']).status).toBe(2);
    expect(lapwing(['scan', quiet, '--no-such-option']).status).toBe(2);
    expect(lapwing(['scan', quiet, '--since', 'yesterday']).status).toBe(2);
    expect(lapwing(['scan', 'no-such-file']).status).toBe(2);
    expect(lapwing(['scan', write('empty.log', '')]).status).toBe(2);
    expect(lapwing(['--help']).status).toBe(0);
  });
});

describe('bad input is counted and named, and the rest is read', () => {
  const good = `${call(10)}\n${call(11)}\n`;
  const cases = (): readonly (readonly [string, string, string])[] => [
    [
      'truncated gzip',
      write('cut.jsonl.gz', gzipSync(Array.from({ length: 400 }, (_, n) => call(1000 + n)).join('\n')).subarray(0, -700)),
      'bad-gzip',
    ],
    ['no gzip behind its magic', write('not.gz', Buffer.from([0x1f, 0x8b, 1, 2, 3, 4])), 'bad-gzip'],
    ['bad base64 in an envelope', write('base64.jsonl', '{"awslogs":{"data":"!!!! not base64 !!!!"}}\n'), 'bad-base64'],
    ['half a JSON line', write('half.jsonl', `${call(12)}\n${call(13).slice(0, 100)}\n${call(14)}\n`), 'not-json'],
    ['an empty file', write('nothing.log', ''), 'empty'],
    ['a binary file', write('binary.bin', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1])), 'binary'],
    ['a bomb', write('bomb.gz', gzipSync(Buffer.alloc(100 * 1024 * 1024))), 'too-large'],
    ['a missing file', 'missing.log', 'unreadable'],
  ];

  beforeAll(() => {
    write('good.jsonl', good);
  });

  test('each by itself', () => {
    for (const [what, file, reason] of cases()) {
      const stats = statsOf([file, 'good.jsonl']);
      expect(stats.quarantined, what).toHaveProperty(reason);
      expect(stats.stderr, what).toContain(reason);
      expect(stats.stderr, what).toContain(file);
      expect(stats.stderr, what).not.toMatch(/\n\s+at /);
      expect(stats.folded, what).toBeGreaterThanOrEqual(2);
      expect(stats.status, what).toBe(0);
    }
  });

  test('what came before the damage in a gzip file is kept', () => {
    const stats = statsOf([cases()[0]?.[1] ?? '']);
    expect(stats.folded).toBeGreaterThan(100);
    expect(stats.quarantined['bad-gzip']).toBe(1);
  });

  test('a line of a gigabyte is passed over without being held', async () => {
    const long = join(folder, 'long.jsonl');
    const stream = createWriteStream(long);
    const filler = Buffer.alloc(16 * 1024 * 1024, 'x');
    stream.write(`${call(20)}\n{"message":"`);
    for (let megabytes = 0; megabytes < 1024; megabytes += 16)
      await new Promise((resolve) => stream.write(filler, () => resolve(undefined)));
    await new Promise((resolve) => stream.end(`"}\n${call(21)}\n`, () => resolve(undefined)));
    const started = spawnSync(process.execPath, ['--max-old-space-size=200', program, 'scan', 'long.jsonl', '--stats', 'long.json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(started.status).toBe(0);
    expect(started.stderr).toContain('long.jsonl:2: too-large');
    expect(JSON.parse(readFileSync(join(folder, 'long.json'), 'utf8'))).toMatchObject({
      received: 3,
      folded: 2,
      quarantined: { 'too-large': 1 },
    });
    rmSync(long);
  }, 120_000);

  test('a file name cannot drive the terminal', () => {
    const stats = statsOf([write('evil\u001b[2J.log', ''), 'good.jsonl']);
    expect(stats.stderr).not.toContain('\u001b');
  });
});

describe('the same records give the same bytes', () => {
  const account = join(folder, 'account');

  beforeAll(() => {
    execFileSync(process.execPath, [program, 'simulate', account, '--seed', '7'], { cwd: folder });
  }, 60_000);

  test('whatever the order of files, how they are cut, and how often they are read', () => {
    const files = execFileSync('find', [account, '-type', 'f'], { encoding: 'utf8' }).trim().split('\n').sort();
    const shuffled = [...files].sort(
      (one, other) =>
        ((one.length * 31 + one.charCodeAt(one.length - 9)) % 17) - ((other.length * 31 + other.charCodeAt(other.length - 9)) % 17),
    );
    const straight = lapwing(['scan', ...files, '--format', 'ndjson']);
    expect(straight.status).toBe(0);
    expect(straight.stdout.split('\n').length).toBeGreaterThan(5);
    expect(lapwing(['scan', ...shuffled, '--format', 'ndjson']).stdout).toBe(straight.stdout);
    expect(lapwing(['scan', ...[...files].reverse(), '--format', 'ndjson']).stdout).toBe(straight.stdout);
    // Everything again under other names: nothing is counted twice.
    const copy = join(folder, 'copy');
    mkdirSync(copy);
    execFileSync('cp', ['-r', join(account, '.'), copy]);
    expect(lapwing(['scan', account, copy, '--format', 'ndjson']).stdout).toBe(straight.stdout);
  }, 240_000);

  test('however the records are cut into files, messages and documents', () => {
    const recut = join(folder, 'recut');
    mkdirSync(recut);
    const files = execFileSync('find', [account, '-type', 'f'], { encoding: 'utf8' }).trim().split('\n').sort();
    const records: string[] = [];
    const messages: string[] = [];
    const others: string[] = [];
    for (const file of files) {
      const text = (file.endsWith('.gz') ? gunzipSync(readFileSync(file)) : readFileSync(file)).toString('utf8');
      if (file.includes('/CloudTrail/'))
        records.push(...(JSON.parse(text) as { Records: object[] }).Records.map((record) => JSON.stringify(record)));
      else if (text.startsWith('{"messageType"')) messages.push(...text.trim().split('\n'));
      // Records without an id are named by their place, so these stay where they are.
      else others.push(file);
    }
    // One document of all CloudTrail records, the latest first; one message for each log event, as an envelope.
    writeFileSync(join(recut, 'trail.json.gz'), gzipSync(`{"Records": [\n${records.reverse().join(',\n')}\n]}`));
    const single = messages.flatMap((line) => {
      const { logEvents, ...message } = JSON.parse(line) as { logEvents: object[] };
      return logEvents.map((event) => JSON.stringify({ ...message, logEvents: [event] }));
    });
    const half = Math.floor(single.length / 2);
    writeFileSync(join(recut, 'b.jsonl'), `${single.slice(0, half).join('\n')}\n`);
    const envelope = (text: string): string => JSON.stringify({ awslogs: { data: gzipSync(text, { level: 1 }).toString('base64') } });
    writeFileSync(join(recut, 'a.jsonl'), `${single.slice(half).map(envelope).join('\n')}\n`);
    const straight = lapwing(['scan', ...files, '--format', 'ndjson']);
    expect(straight.stdout.length).toBeGreaterThan(1_000);
    expect(lapwing(['scan', recut, ...others, '--format', 'ndjson']).stdout).toBe(straight.stdout);
  }, 240_000);

  test('from stdin as from a file', () => {
    const lines = `${call(30)}\n${stopLogging(31)}\n`;
    const fromFile = lapwing(['scan', write('lines.jsonl', lines), '--format', 'ndjson']).stdout;
    expect(fromFile).toContain('"severity"');
    expect(lapwing(['scan', '-', '--format', 'ndjson'], lines).stdout).toBe(fromFile);
  });
});

describe('state', () => {
  test('scanning in two runs with the same state tells what one run tells', () => {
    const [first, second] = [
      write('first.jsonl', `${call(40)}\n${stopLogging(41)}\n`),
      write('second.jsonl', `${call(40)}\n${call(42)}\n`),
    ];
    const ids = (text: string): string[] =>
      text
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { id: string }).id);
    const together = ids(lapwing(['scan', first, second, '--format', 'ndjson']).stdout);
    const one = ids(lapwing(['scan', first, '--state', 'two.db', '--format', 'ndjson']).stdout);
    const two = lapwing(['scan', second, '--state', 'two.db', '--format', 'ndjson', '--stats', 'two.json']);
    expect([...new Set([...one, ...ids(two.stdout)])].sort()).toEqual([...together].sort());
    expect(JSON.parse(readFileSync(join(folder, 'two.json'), 'utf8'))).toMatchObject({ folded: 1, skipped: { duplicate: 1 } });
  });

  test('a state file of somebody else is refused, not overwritten', () => {
    const path = write('notes.txt', 'my notes, long enough to be something, and nothing that SQLite could take for its own file');
    const before = readFileSync(join(folder, path), 'utf8');
    expect(lapwing(['scan', write('q.jsonl', `${call(50)}\n`), '--state', path]).status).toBe(2);
    expect(readFileSync(join(folder, path), 'utf8')).toBe(before);
  });
});

test('a reader that stops early is no error', () => {
  const many = join(folder, 'many.jsonl');
  writeFileSync(many, '');
  for (let number = 0; number < 300; number++) appendFileSync(many, `${stopLogging(5000 + number)}\n`);
  const { status, stderr } = spawnSync('bash', ['-c', `"${process.execPath}" "${program}" scan many.jsonl --format ndjson | head -c 10`], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  expect(stderr).not.toMatch(/EPIPE|Error/);
});

describe('what is the same record', () => {
  const lines = (count: number, word: string): string =>
    Array.from(
      { length: count },
      (_, n) => `2026-03-02T10:00:${String(n).padStart(2, '0')}.000Z\t7c9567b5-107b-4a6c-8798-0157ac21db52\tINFO\t${word} ${n}`,
    ).join('\n');

  test('another log at the same place is another log; the same again is not', () => {
    const stdin = (text: string): Stats => {
      lapwing(['scan', '-', '--state', 'place.db', '--stats', 'place.json'], text);
      return JSON.parse(readFileSync(join(folder, 'place.json'), 'utf8')) as Stats;
    };
    expect(stdin(lines(20, 'first')).folded).toBe(20);
    expect(stdin(lines(20, 'second')).folded).toBe(20);
    expect(stdin(lines(20, 'first')).skipped).toMatchObject({ duplicate: 20 });
  });

  test('the end of an invocation counts once, as a subscription and as an export', () => {
    const report =
      'REPORT RequestId: 11111111-1111-4111-8111-111111111111\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t';
    const message = {
      messageType: 'DATA_MESSAGE',
      owner: '111122223333',
      logGroup: '/aws/lambda/orders',
      logStream: 's',
      subscriptionFilters: ['f'],
      logEvents: [{ id: '3'.repeat(56), timestamp: Date.UTC(2026, 2, 2, 10), message: report }],
    };
    mkdirSync(join(folder, 'aws/lambda/orders'), { recursive: true });
    const stats = statsOf([
      write('sub.jsonl', `${JSON.stringify(message)}\n`),
      write('aws/lambda/orders/export.log', `2026-03-02T10:00:00.000Z ${report}\n`),
    ]);
    expect(stats).toMatchObject({ folded: 1, skipped: { duplicate: 1 } });
  });
});
