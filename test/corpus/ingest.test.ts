// Real logs through the reader: every record meets a fate, payloads unpack to what was published beside them, and a table
// of what became of each format.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inflate } from '../../ingest/aws/inflate.ts';
import { splitItems } from '../../ingest/aws/items.ts';
import { PAYLOAD_INFLATED_BYTES } from '../../ingest/decode/limits.ts';
import { openReader } from '../../ingest/decode/reader.ts';

const corpus = process.env['LAPWING_CORPUS'];
if (corpus === undefined) throw new Error('LAPWING_CORPUS names no folder.');

const filesOf = (path: string): readonly string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap((name) => filesOf(join(path, name)))
    : [path];

const fates = new Map<string, number>();

/** Fates of a file's records, by format and reason. */
const read = (path: string) => {
  let items = 0;
  let lost = 0;
  const met = new Map<string, number>();
  let told = 0;
  let activities = 0;
  let unknown = 0;
  const meet = (fate: string): void => {
    told++;
    met.set(fate, (met.get(fate) ?? 0) + 1);
    fates.set(fate, (fates.get(fate) ?? 0) + 1);
  };
  const reader = openReader(
    { name: path },
    { inflate },
    {
      activity(format, activity) {
        activities++;
        meet(`${format} → ${activity.kind}`);
      },
      skip: (format, reason) => meet(`${format} skipped: ${reason}`),
      quarantine(format, reason) {
        if (reason === 'unknown-format') unknown++;
        meet(`${format} quarantined: ${reason}`);
      },
    },
  );
  const splitter = splitItems({
    item(text, line) {
      items++;
      const before = told;
      reader.item(text, line);
      if (told === before) lost++;
    },
    broken: (reason) => meet(`not an item: ${reason}`),
  });
  splitter.push(readFileSync(path));
  splitter.end();
  reader.end();
  return { items, lost, activities, unknown, met };
};

afterAll(() => {
  const rows = [...fates].sort(([one], [other]) => (one < other ? -1 : 1));
  console.log(rows.map(([fate, count]) => `${String(count).padStart(7)}  ${fate}`).join('\n'));
});

describe('nothing is lost', () => {
  const folders = ['attacks', 'ordinary', 'formats', 'series', 'injection'];
  test.for(folders.flatMap((folder) => filesOf(join(corpus, folder)).map((path) => [relative(corpus, path), path] as const)))(
    '%s',
    ([, path]) => {
      expect(read(path).lost).toBe(0);
    },
  );
});

describe('what is CloudTrail is read as such to the last record', () => {
  const files = ['attacks/stratus', 'ordinary'].flatMap((folder) =>
    filesOf(join(corpus, folder)).filter((path) => path.endsWith('.jsonl')),
  );
  test.for(files.map((path) => [relative(corpus, path), path] as const))('%s', ([, path]) => {
    const { items, activities } = read(path);
    expect(activities).toBe(items);
  });
});

test('logs of services are known by their content', () => {
  // A web server's access log and a broker's log lie among them, which are none of AWS's formats.
  const foreign = new Set(['coralogix-aws-shipper/s3.log', 'lambda-promtail/msklog.log']);
  const folder = join(corpus, 'formats/services');
  for (const path of filesOf(folder)) {
    if (!foreign.has(relative(folder, path))) expect([path, read(path).unknown]).toEqual([path, 0]);
  }
});

/** Lines that hold something, told without the reader. */
const linesIn = (path: string, pattern: RegExp): number =>
  readFileSync(join(corpus, path), 'utf8')
    .split(/\r?\n/)
    .filter((line) => pattern.test(line)).length;

describe('each format on real samples: as many records as a search finds lines', () => {
  test.for([
    ['vpcflow → connection', 'formats/services/opensearch-catalog/vpcflow.v2.log', /^2 .* OK$/],
    ['vpcflow → connection', 'formats/services/lambda-promtail/vpcflowlog.log', /^\d .* OK$/],
    ['elb → http-request', 'formats/services/opensearch-catalog/amazon_elb.raw.log', /^(?:https?|h2|wss?|grpcs) /],
    ['elb → http-request', 'formats/services/lambda-promtail/albaccesslog.log', /^https? /],
    ['cloudfront → http-request', 'formats/services/opensearch-catalog/amazon_cloudfront.raw.log', /^\d{4}-\d\d-\d\d\t/],
    ['s3access → api-call', 'formats/services/opensearch-catalog/amazon_s3.raw.log', /^[0-9a-f]{64} /],
    ['waf → http-request', 'formats/services/lambda-promtail/waflog.log', /"webaclId"/],
    ['lambda-json → invocation', 'formats/platform-events.jsonl', /"platform\.report"/],
    ['cloudtrail → api-call', 'ordinary/cloudtrail.log-pipeline.jsonl', /"eventName"/],
    ['cloudtrail → api-call', 'ordinary/cloudtrail.monitoring-roles.jsonl', /"eventName"/],
  ] as const)('%s: %s', ([fate, path, pattern]) => {
    const { met } = read(join(corpus, path));
    expect(met.get(fate) ?? 0).toBe(linesIn(path, pattern));
    expect(met.get(fate)).toBeGreaterThan(0);
  });
});

/** A Python literal (`repr` of what JSON gives) as JSON: other quotes, other words. */
const fromPython = (text: string): unknown => {
  let json = '';
  for (let at = 0; at < text.length; at++) {
    const quote = text[at];
    if (quote !== "'" && quote !== '"') {
      const word = /^(?:True|False|None)/.exec(text.slice(at, at + 5))?.[0];
      json += word === undefined ? quote : { True: 'true', False: 'false', None: 'null' }[word];
      at += (word?.length ?? 1) - 1;
      continue;
    }
    let value = '';
    for (at++; text[at] !== quote; at++) {
      if (text[at] !== '\\') {
        value += text[at];
        continue;
      }
      at++;
      const letter = text[at] ?? '';
      const width = { x: 2, u: 4, U: 8 }[letter] ?? 0;
      if (width > 0) value += String.fromCodePoint(Number.parseInt(text.slice(at + 1, at + 1 + width), 16));
      else value += { n: '\n', t: '\t', r: '\r' }[letter] ?? letter;
      at += width;
    }
    json += JSON.stringify(value);
  }
  return JSON.parse(json);
};

describe('subscription payloads', () => {
  const lines = readFileSync(join(corpus, 'formats/subscription-payloads.jsonl'), 'utf8').trimEnd().split('\n');
  test.for(lines.map((line, index) => [index + 1, JSON.parse(line)] as const))(
    'payload %i unpacks to what was published, each event with a fate',
    ([, published]) => {
      const inflated = inflate(published.base64gzip, PAYLOAD_INFLATED_BYTES);
      if (inflated.kind !== 'text') throw new Error(`not unpacked: ${inflated.kind}`);
      const decoded = typeof published.decoded === 'string' ? fromPython(published.decoded) : published.decoded;
      expect(JSON.parse(inflated.text)).toEqual(decoded);

      let met = 0;
      const meet = (): void => {
        met++;
      };
      openReader({ name: 'payload' }, { inflate }, { activity: meet, skip: meet, quarantine: meet }).item(
        JSON.stringify({ awslogs: { data: published.base64gzip } }),
        1,
      );
      expect(met).toBe(published.messageType === 'CONTROL_MESSAGE' ? 1 : published.events);
    },
  );
});
