// Ordinary days of administrators, pipelines, tools and services, with nobody configured as a known deployer: what is
// loud then is what a person wants to know once.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../detectors/model/json.ts';
import { atLeast } from '../../../detectors/model/severity.ts';
import { ORDINARY_DEPLOYMENTS } from './ordinary-deployments.ts';
import { ORDINARY_PEOPLE } from './ordinary-people.ts';
import { ORDINARY_TOOLS } from './ordinary-tools.ts';
import { loaded, seenIn } from './own-rules.ts';

const rules = new Map([...loaded.rules, ...loaded.correlations].map((rule) => [rule.id, rule]));

/** Ids at medium or above that a person would see, each once. */
const loudIn = (records: readonly JsonObject[]): readonly string[] => {
  const { matched, sequences } = seenIn(records, 'cloudtrail');
  const shown = [...matched.filter((id) => rules.get(id)?.referencedOnly === false), ...sequences.map(({ detector }) => detector)];
  return [...new Set(shown)].filter((id) => atLeast(rules.get(id)?.level ?? 'info', 'medium')).sort();
};

const DAYS = [...ORDINARY_DEPLOYMENTS, ...ORDINARY_TOOLS, ...ORDINARY_PEOPLE];

describe('ordinary days', () => {
  test.for(DAYS)('%s', ([, wanted, records]) => {
    expect(records.length).toBeGreaterThan(0);
    expect(loudIn(records)).toEqual(wanted);
  });

  test('are many', () => {
    expect(DAYS.length).toBeGreaterThanOrEqual(35);
  });
});
