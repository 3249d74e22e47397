// Another project's cases, each a record and whether one rule of theirs must match: those with a counterpart here.
import { readFileSync } from 'node:fs';
import type { LogService } from '../../detectors/model/activity.ts';
import { field, isObject, type JsonObject, textField } from '../../detectors/model/json.ts';
import { matchedBy, readRecords } from './detections-seen.ts';

/** Log types of the cases → our services; others are not read. */
const SERVICES: ReadonlyMap<string, LogService> = new Map([
  ['AWS.CloudTrail', 'cloudtrail'],
  ['AWS.WAFWebACL', 'waf'],
  ['AWS.VPCFlow', 'vpcflow'],
  ['AWS.VPCDns', 'route53resolver'],
  ['AWS.S3ServerAccess', 's3access'],
]);

const fixture = <Value>(name: string): Readonly<Record<string, Value>> =>
  JSON.parse(readFileSync(new URL(`../../test/fixtures/${name}.json`, import.meta.url), 'utf8')) as Readonly<Record<string, Value>>;

/** Their rules → ours that are about the same. */
const counterparts = fixture<readonly string[]>('counterparts');
/** Why ours says otherwise, where it is meant to. */
const reasons = fixture<string>('counterparts-differ');

/** Columns as we name them, where they spell them in their own way: `dstPort` → `dstport`, `ciphersuite` → `cipher_suite`. */
const renamed = (event: JsonObject, rename: (name: string) => string): JsonObject =>
  Object.fromEntries(Object.entries(event).map(([name, value]) => [rename(name), value]));

const S3_NAMES = new Map(['cipher_suite', 'http_status', 'signature_version'].map((name) => [name.replaceAll('_', ''), name]));

const RENAMES: ReadonlyMap<LogService, (name: string) => string> = new Map([
  ['vpcflow', (name: string) => name.toLowerCase()],
  ['s3access', (name: string) => S3_NAMES.get(name) ?? name],
]);

interface Tally {
  firing: number;
  fired: number;
  quiet: number;
  stayed: number;
}

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);

export const caseRows = (file: string): readonly (readonly string[])[] => {
  const tallies = new Map<string, Tally>();
  const rules = new Set<string>();
  let cases = 0;
  for (const one of readRecords(file)) {
    const rule = textField(one, 'ruleId') ?? '';
    const service = SERVICES.get(textField(one, 'eventLogType') ?? '');
    const event = field(one, 'event');
    rules.add(rule);
    cases++;
    const ours = counterparts[rule];
    if (ours === undefined || service === undefined || !isObject(event)) continue;
    const tally = tallies.get(rule) ?? { firing: 0, fired: 0, quiet: 0, stayed: 0 };
    tallies.set(rule, tally);
    const isSeen = matchedBy(renamed(event, RENAMES.get(service) ?? ((name) => name)), service).some(({ id }) => ours.includes(id));
    if (field(one, 'expectedResult') === true) {
      tally.firing++;
      if (isSeen) tally.fired++;
    } else {
      tally.quiet++;
      if (!isSeen) tally.stayed++;
    }
  }
  const sum = (key: keyof Tally): number => [...tallies.values()].reduce((total, tally) => total + tally[key], 0);
  const wrong = [...tallies].filter(([, { firing, fired, quiet, stayed }]) => fired < firing || stayed < quiet).sort();
  return [
    ['', 'number', 'as there'],
    ['rules', String(rules.size), ''],
    ['  with a counterpart here', String(tallies.size), percent(tallies.size, rules.size)],
    ['cases', String(cases), ''],
    ['  of rules with a counterpart', String(sum('firing') + sum('quiet')), percent(sum('firing') + sum('quiet'), cases)],
    ['  must fire, and fires', `${sum('fired')} of ${sum('firing')}`, percent(sum('fired'), sum('firing'))],
    ['  must be quiet, and is', `${sum('stayed')} of ${sum('quiet')}`, percent(sum('stayed'), sum('quiet'))],
    ...wrong.map(([rule, { firing, fired, quiet, stayed }]) => [
      `  otherwise: ${rule}`,
      `${fired}/${firing} fire, ${stayed}/${quiet} quiet`,
      reasons[rule] ?? 'for no reason given',
    ]),
  ];
};
