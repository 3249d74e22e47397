// What is kept of a correlation's events between two units: each once, in whatever order they come.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collectSequences, mergedEventsText, type SequenceEvents } from '../../../detectors/aws/sequence-events.ts';
import { recordId } from '../../../detectors/model/identity.ts';
import { type Instant, MINUTE_MS } from '../../../detectors/model/time.ts';
import { loadRules } from '../../../detectors/sigma/load.ts';
import { NO_DERIVATIONS } from '../../../detectors/sigma/record-view.ts';
import { apiCall, at, NO_PLACEHOLDERS, ruleText } from '../sigma/rule-text.ts';

const chain = `title: Chain
level: high
status: test
tags: [attack.exfiltration, attack.t1537]
correlation: {type: event_count, rules: [login], group-by: [user], timespan: 10m, condition: {gte: 3}}
`;
const loaded = loadRules(
  [
    { path: 'login.yml', text: ruleText('selection: {a: b}', 'name: login') },
    { path: 'chain.yml', text: chain },
  ],
  NO_PLACEHOLDERS,
);
const START = at('2026-01-14T00:00:00Z');

/** Of one unit: what happened at these minutes. */
const unit = (minutes: readonly number[]): SequenceEvents | undefined => {
  const [rule] = loaded.rules;
  const collector = collectSequences(loaded, NO_DERIVATIONS);
  for (const minute of minutes) {
    const time = (START + minute * MINUTE_MS) as Instant;
    if (rule !== undefined) collector.addMatch(rule, apiCall({ id: recordId(`e${minute}`), time, record: { user: 'eve' } }));
  }
  return collector.collected()[0];
};

const keptOf = (units: readonly (readonly number[])[]): string | undefined =>
  units.reduce<string | undefined>((text, minutes) => {
    const events = unit(minutes);
    return events === undefined ? text : mergedEventsText(text, events);
  }, undefined);

const minutes = fc.uniqueArray(fc.nat({ max: 59 }), { minLength: 1, maxLength: 12 });

test('events come to the same in any order and any units, however often', () => {
  fc.assert(
    fc.property(minutes, fc.nat({ max: 12 }), (all, cut) => {
      const whole = keptOf([all]);
      expect(keptOf([all.toReversed(), all])).toBe(whole);
      expect(keptOf([all.slice(0, cut), all.slice(cut)])).toBe(whole);
      expect(keptOf([all.slice(cut), all.slice(0, cut), all])).toBe(whole);
    }),
  );
});

test('each event is kept once', () => {
  const kept = JSON.parse(
    keptOf([
      [1, 2],
      [2, 3],
    ]) ?? '[]',
  ) as readonly { readonly id: string }[];
  expect(kept.map(({ id }) => id)).toEqual(['e1', 'e2', 'e3']);
});

test('of a flood a few are kept, the earliest and the latest of each timespan', () => {
  const flood = Array.from({ length: 60 * 50 }, (_, place) => place / 50);
  const kept = JSON.parse(keptOf([flood]) ?? '[]') as readonly { readonly id: string }[];
  expect(kept.length).toBeLessThan(60);
  expect(kept[0]?.id).toBe('e0');
  expect(kept.at(-1)?.id).toBe(`e${59 + 49 / 50}`);
});
