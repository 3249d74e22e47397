// One input of a fuzz run: samples, damaged, and put together and wrapped as AWS and its tools do. All of it follows from the generator.
import { gzipSync } from 'node:zlib';
import type { Random } from '../../cli/simulator/random.ts';
import type { SourceHints } from '../../ingest/decode/source.ts';
import { mutated } from './mutate.ts';

export interface FuzzInput {
  readonly bytes: Buffer;
  readonly hints: SourceHints;
  /** Given in chunks of this size. */
  readonly chunkBytes: number;
}

const HINTS: readonly SourceHints[] = [
  { name: 'a.log' },
  { name: 'a.log' },
  { name: '-', account: '111122223333', region: 'eu-west-1' },
  { name: 'logs/aws/lambda/checkout/2026.log', logGroup: '/aws/lambda/checkout' },
  { name: 'x', logGroup: '/shop/all', logStream: '2026/03/02/checkout[7]0a1b' },
  { name: 'x', logGroup: '/vpc/flow', logStream: 'eni-1-all' },
  { name: 'x', logGroup: 'aws-cloudtrail-logs', logStream: '111122223333_CloudTrail_eu-west-1' },
  { name: 'x', logGroup: '/aws/lambda-insights' },
  { name: 'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/03/02/x.log.gz' },
];

const GROUPS = ['/aws/lambda/checkout', '/shop/access', 'aws-cloudtrail-logs', '/aws/lambda-insights', '/aws/rds/x', '', '__proto__'];
const STREAMS = ['2026/03/02/[$LATEST]0a', 'eni-1-all', '1_CloudTrail_eu-west-1', '', 'checkout'];

/** Samples a run of damage may hit; more would only say the same again. */
const MOST_MUTATIONS = 4;

const damaged = (bytes: Buffer, samples: readonly Buffer[], random: Random): Buffer => {
  let made = bytes;
  for (let left = random.below(MOST_MUTATIONS); left > 0; left--) made = mutated(made, random.pick(samples), random);
  return made;
};

const some = (samples: readonly Buffer[], random: Random): readonly Buffer[] =>
  Array.from({ length: 1 + random.below(4) }, () => damaged(random.pick(samples), samples, random));

const joined = (parts: readonly Buffer[], between: string): Buffer =>
  Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from(between), part])));

const subscription = (samples: readonly Buffer[], random: Random): Buffer => {
  const logEvents = some(samples, random).map((bytes, index) => ({
    id: random.chance(0.9) ? `${random.bits()}` : '',
    timestamp: random.chance(0.95) ? 1_772_446_530_123 + index : random.pick([null, 'soon', -1, 1e300, {}]),
    message: random.chance(0.9) ? bytes.toString('utf8') : random.pick([null, 7, { a: bytes.toString('latin1') }, ['x']]),
  }));
  const message = {
    messageType: random.chance(0.95) ? 'DATA_MESSAGE' : 'CONTROL_MESSAGE',
    owner: '111122223333',
    logGroup: random.pick(GROUPS),
    logStream: random.pick(STREAMS),
    logEvents,
  };
  return Buffer.from(JSON.stringify(message));
};

const enveloped = (bytes: Buffer, random: Random): Buffer => {
  const zipped = random.chance(0.8) ? gzipSync(bytes, { level: 1 }) : bytes;
  const data = (random.chance(0.1) ? flippedByte(zipped, random) : zipped).toString('base64');
  const wrapped = random.pick<unknown>([
    { awslogs: { data } },
    { Records: [{ eventSource: 'aws:kinesis', kinesis: { data } }] },
    { records: [{ recordId: '1', data }] },
    { Records: [{ eventSource: 'aws:sqs', body: JSON.stringify({ awslogs: { data } }) }] },
  ]);
  return Buffer.from(random.chance(0.2) ? data : JSON.stringify(wrapped));
};

const flippedByte = (bytes: Buffer, random: Random): Buffer => {
  const copy = Buffer.from(bytes);
  const at = random.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  return copy;
};

const madeBytes = (samples: readonly Buffer[], random: Random): Buffer => {
  switch (random.below(8)) {
    case 0:
      return Buffer.from(`{"Records":[${joined(some(samples, random), ',')}],"n":1,"events":[${random.pick(samples)}]}`);
    case 1:
      return Buffer.concat([Buffer.from('{\n "Records": [\n'), joined(some(samples, random), ',\n'), Buffer.from('\n]\n}\n')]);
    case 2:
      return Buffer.concat([Buffer.from('['), joined(some(samples, random), ','), Buffer.from(']')]);
    case 3:
      return damaged(subscription(samples, random), samples, random);
    case 4:
      return damaged(enveloped(subscription(samples, random), random), samples, random);
    case 5:
      return random.chance(0.2)
        ? Buffer.from(Array.from({ length: random.below(300) }, () => random.below(256)))
        : joined(some(samples, random), random.pick(['', '\n\n', '\r\n', ' ']));
    default:
      return joined(some(samples, random), '\n');
  }
};

const SMALL_CHUNKS = [1, 7, 64];
const CHUNKS = [64, 1_000, 65_536];
/** One byte at a time is for short inputs: of long ones it would only be slow. */
const SHORT_BYTES = 300;

export const fuzzInput = (samples: readonly Buffer[], random: Random): FuzzInput => {
  const made = madeBytes(samples, random);
  const once = random.chance(0.05) ? gzipSync(made, { level: 1 }) : made;
  const zipped = once !== made && random.chance(0.1) ? gzipSync(once, { level: 1 }) : once;
  const bytes = zipped !== made && random.chance(0.3) ? flippedByte(zipped, random) : zipped;
  return { bytes, hints: random.pick(HINTS), chunkBytes: random.pick(bytes.length > SHORT_BYTES ? CHUNKS : SMALL_CHUNKS) };
};
