// docs/catalogue.md is what `lapwing rules catalogue` writes, and what it claims to see is there.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cataloguePage } from '../../../cli/commands/catalogue-page.ts';
import { GOALS } from '../../../cli/commands/detection-goals.ts';
import { BEHAVIOURS } from '../../../detectors/behaviours/catalogue.ts';
import { loaded } from './own-rules.ts';

test('the page in the repository is the one that would be written now', () => {
  const page = readFileSync(new URL('../../../docs/catalogue.md', import.meta.url), 'utf8');
  expect(page, 'write it anew: lapwing rules catalogue > docs/catalogue.md').toBe(cataloguePage(loaded));
});

test('every goal is seen by detections that exist', () => {
  const known = new Set([...loaded.rules, ...loaded.correlations, ...BEHAVIOURS].map(({ id }) => id));
  expect(new Set(GOALS.map(({ id }) => id)).size).toBe(GOALS.length);
  for (const { id, seenBy } of GOALS) {
    expect(seenBy.length, id).toBeGreaterThan(0);
    for (const detector of seenBy) expect(known.has(detector), `${id}: ${detector}`).toBe(true);
  }
});
