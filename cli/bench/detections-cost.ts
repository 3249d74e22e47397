// What matching costs with the rules that come with Lapwing and with ten times as many.
import { DERIVED_FIELDS } from '../../detectors/derived-fields.ts';
import type { JsonObject } from '../../detectors/model/json.ts';
import type { Expression } from '../../detectors/sigma/expression.ts';
import { buildMatcher, type Matcher } from '../../detectors/sigma/matcher.ts';
import type { DetectionRule } from '../../detectors/sigma/rule.ts';
import { loaded } from './detections-seen.ts';

const TIMES = 10;
const ROUNDS = 25;

/** The same test on texts that no record has: another rule of the same make. */
const altered = (expression: Expression, copy: number): Expression => {
  switch (expression.kind) {
    case 'all':
    case 'any':
      return { ...expression, of: expression.of.map((part) => altered(part, copy)) };
    case 'not':
      return { ...expression, of: altered(expression.of, copy) };
    case 'field':
    case 'keyword':
      return expression.test.kind === 'text'
        ? {
            ...expression,
            test: {
              ...expression.test,
              pieces: expression.test.pieces.map((piece) => (typeof piece === 'string' ? `${piece}${copy}x` : piece)),
            },
          }
        : expression;
    case 'exists':
    case 'like-field':
      return expression;
  }
};

/** Event names and other texts differ from copy to copy; the service that they are about does not. */
const copyOf = (rule: DetectionRule, copy: number): DetectionRule => {
  const keepSource = (expression: Expression): Expression =>
    expression.kind === 'all' || expression.kind === 'any'
      ? { ...expression, of: expression.of.map(keepSource) }
      : expression.kind === 'field' && expression.field === 'eventSource'
        ? expression
        : altered(expression, copy);
  return { ...rule, id: `${rule.id}-${copy}`, detection: keepSource(rule.detection) };
};

const nanosecondsARecord = (matcher: Matcher, texts: readonly string[]): number => {
  // Parsed anew, as from a trail: strings that were looked up before have their hash, which new ones have not.
  const records = texts.map((text) => JSON.parse(text) as JsonObject);
  // The processor's time: on a machine that does other things besides, the clock's would be theirs too.
  const start = process.cpuUsage();
  for (const record of records) matcher.match('cloudtrail', record);
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1e3) / records.length;
};

/** `files` hold one CloudTrail record a line. */
export const costRows = (files: readonly string[]): readonly (readonly string[])[] => {
  const texts = files.flatMap((file) => file.split('\n').filter((line) => line !== ''));
  const { rules } = loaded;
  const many = [...rules, ...Array.from({ length: TIMES - 1 }, (_, copy) => rules.map((rule) => copyOf(rule, copy))).flat()];
  const [once, tenfold] = [buildMatcher({ rules }, DERIVED_FIELDS), buildMatcher({ rules: many }, DERIVED_FIELDS)];
  let [few, more] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // In turns, and the fastest of each: what the machine does beside this only adds.
  for (let round = 0; round < ROUNDS; round++) {
    few = Math.min(few, nanosecondsARecord(once, texts));
    more = Math.min(more, nanosecondsARecord(tenfold, texts));
  }
  return [
    ['rules', 'nanoseconds'],
    [String(rules.length), few.toFixed(0)],
    [String(many.length), more.toFixed(0)],
    ['ratio', (more / few).toFixed(2)],
  ];
};
