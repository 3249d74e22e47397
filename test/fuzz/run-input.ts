// One input through everything that ingest is: cut, decoded, normalised, folded. What must hold of it whatever it was.
import type { Activity } from '../../detectors/model/activity.ts';
import { emptyPartial, type FunctionPartial, partialState, sumsOf } from '../../detectors/model/partial.ts';
import { inflate } from '../../ingest/aws/inflate.ts';
import { readItems } from '../../ingest/aws/open-bytes.ts';
import { type DeclaredFormat, readFormats } from '../../ingest/decode/declared-format.ts';
import { openReader } from '../../ingest/decode/reader.ts';
import { fold } from '../../ingest/fold/fold.ts';
import type { FuzzInput } from './fuzz-input.ts';

const formats = readFormats([
  { apiGatewayAccess: '$context.identity.sourceIp "$context.path" $context.status $context.identity.userAgent $context.requestId' },
  { apiGatewayAccess: '{"id":"$context.requestId","code":$context.status,"path":"$context.path"}', in: '/shop/access' },
  { vpcFlowLog: 'version vpc-id interface-id srcaddr dstaddr bytes start action log-status' },
]);
const declared: readonly DeclaredFormat[] = formats.kind === 'formats' ? formats.formats : [];

export interface Seen {
  readonly items: number;
  readonly activities: number;
  /** What became of every record, in order: the same however the bytes were cut. */
  readonly fates: readonly string[];
}

/** Any number in a partial that is none would stay in a baseline for ever. */
const mustBeSound = (activity: Activity): void => {
  if (!Number.isInteger(activity.time)) throw new Error('a time that is no integer');
  for (const [name, value] of Object.entries(activity))
    if (typeof value === 'number' && !(value >= 0 && value <= 2 ** 45)) throw new Error(`${name} is ${value}`);
  const partials: FunctionPartial[] = [];
  fold(activity, () => {
    const partial = emptyPartial();
    partials.push(partial);
    return partial;
  });
  for (const partial of partials) {
    for (const [name, sum] of sumsOf(partial)) if (!Number.isSafeInteger(sum) || sum < 0) throw new Error(`${name} is ${sum}`);
    if (/\b(?:null|NaN|Infinity)\b/.test(JSON.stringify(partialState(partial).peaks))) throw new Error('a peak that is no number');
  }
};

async function* chunksOf({ bytes, chunkBytes }: FuzzInput): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

/** Throws, in words, when a law is broken. */
export const runInput = async (input: FuzzInput): Promise<Seen> => {
  const fates: string[] = [];
  let items = 0;
  let activities = 0;
  let broken = 0;
  const reader = openReader(
    input.hints,
    { inflate, declared },
    {
      activity(format, activity) {
        activities++;
        mustBeSound(activity);
        fates.push(`${format} ${activity.kind} ${activity.time} ${activity.id}`);
      },
      skip: (format, reason) => void fates.push(`${format} skipped ${reason}`),
      quarantine(format, reason, _place, detail) {
        if (!/^[\x20-\x7e]{0,120}$/.test(detail)) throw new Error(`a detail that shows too much: ${JSON.stringify(detail)}`);
        fates.push(`${format} quarantined ${reason}`);
      },
    },
  );
  const take = (read: () => void): void => {
    items++;
    const before = fates.length;
    read();
    if (fates.length === before) throw new Error('an item without a fate');
  };
  await readItems(chunksOf(input), {
    item: (text, line) => take(() => reader.item(text, line)),
    value: (value, text, line) => take(() => reader.value(value, text, line)),
    broken(reason) {
      broken++;
      fates.push(`broken ${reason}`);
    },
  });
  reader.end();
  if (reader.received() + broken !== fates.length)
    throw new Error(`${reader.received()} received and ${broken} broken, ${fates.length} fates`);
  return { items, activities, fates };
};
