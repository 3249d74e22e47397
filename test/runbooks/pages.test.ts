// A page and the documents agree: under Contain it names those that a finding of its detector may start, and no other.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DETECTORS, documentsOf } from './documents-of-detector.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const pageOf = (runbook: string): string => readFileSync(project + runbook, 'utf8');
const sectionOf = (page: string, heading: string): string =>
  page.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '';
const named = (text: string): readonly string[] => [...new Set([...text.matchAll(/Lapwing-[A-Z][A-Za-z]+/g)].map(([name]) => name))].sort();

describe.for(DETECTORS.map((detector) => [detector.id, detector] as const))('%s', ([, detector]) => {
  test('has a page that names the documents it may start', () => {
    expect(existsSync(project + detector.runbook), detector.runbook).toBe(true);
    const page = pageOf(detector.runbook);
    expect(named(sectionOf(page, 'Contain'))).toEqual(documentsOf(detector));
    expect(named(page)).toEqual(documentsOf(detector));
  });
});

test('some start none, and some more than one', () => {
  const counts = DETECTORS.map((detector) => documentsOf(detector).length);
  expect(Math.min(...counts)).toBe(0);
  expect(Math.max(...counts)).toBeGreaterThan(1);
});

test('what every grave finding starts is said once, for all', () => {
  expect(pageOf('runbooks/README.md')).toContain('Lapwing-PreserveEvidence');
});
