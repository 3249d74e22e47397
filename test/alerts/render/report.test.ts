import { describe, expect, test } from 'vitest';
import { renderReport } from '../../../alerts/render/report.ts';
import { ATTACKS, backdoor, stolenFunctionCredentials } from '../fixtures/attacks.ts';
import { releaseDay } from '../fixtures/everyday.ts';
import { findingOf } from '../fixtures/finding-of.ts';
import { reportInputOf } from '../fixtures/report-input-of.ts';

const heading = (page: string): string | undefined => /<h1>(.*?)<\/h1>/.exec(page)?.[1];
const count = (page: string, text: string): number => page.split(text).length - 1;

describe('the headline', () => {
  const low = findingOf({ at: '2025-03-04T10:00:00Z', detector: 'x', severity: 'low', category: 'discovery', title: 'A small thing' });
  test.for([
    ['one story', reportInputOf(backdoor), 'Attack on checkout (3 findings): checkout-role was given AdministratorAccess'],
    ['more stories', reportInputOf(Object.values(ATTACKS).flat()), '6 attack stories'],
    ['no story', reportInputOf(backdoor.slice(0, 1)), 'The code of checkout was changed by somebody new'],
    ['only small findings', reportInputOf([low]), 'Nothing that needs an answer now'],
    ['nothing', reportInputOf([]), 'Nothing found'],
  ] as const)('%s', ([, input, words]) => {
    expect(heading(renderReport(input))).toBe(words);
  });
});

test('the page stands alone: nothing is fetched, nothing runs', () => {
  const page = renderReport(reportInputOf(stolenFunctionCredentials));
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`);
  expect(page).not.toMatch(/<script|<link|<img|url\(|@import|https?:/i);
});

test('every element that is opened is closed, in order', () => {
  const page = renderReport(reportInputOf([...Object.values(ATTACKS).flat(), ...releaseDay]));
  const open: string[] = [];
  for (const [, closing, name = '', , empty] of page
    .replace(/<style>.*?<\/style>/s, '')
    .matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*?)?)(\/?)>/g)) {
    if (empty === '/' || name === 'meta') continue;
    if (closing === '/') expect(open.pop()).toBe(name);
    else open.push(name);
  }
  expect(open).toEqual([]);
});

test('a story shows its stages and its parts in order, each leading to its card', () => {
  const page = renderReport(reportInputOf(stolenFunctionCredentials));
  const steps = [...page.matchAll(/<p class="what"><a href="#(finding-\d+)">(.*?)<\/a>/g)].map(([, anchor, title]) => [anchor, title]);
  expect(steps.map(([, title]) => title)).toEqual(stolenFunctionCredentials.map((part) => part.title));
  for (const [anchor] of steps) expect(count(page, `id="${anchor}"`)).toBe(1);
  expect(count(page, '<li class="reached">')).toBe(4);
  expect(count(page, 'class="era sev-critical"')).toBe(2);
});

test('a baseline is drawn with its usual band and the observed window', () => {
  const page = renderReport(reportInputOf(stolenFunctionCredentials.slice(-1)));
  expect([count(page, 'class="band"'), count(page, 'class="bar now"'), count(page, 'class="bar"')]).toEqual([1, 1, 47]);
  expect(page).toContain('usual 310 kB to 1.2 MB');
  expect(page).toContain('<span class="fill" style="width:85%">');
});

test('small findings are folded away by detector; those of a story are not', () => {
  const page = renderReport(reportInputOf([...releaseDay, ...stolenFunctionCredentials]));
  expect(page).toContain('<details><summary><b>12</b>deployed</summary>');
  expect(count(page, '<article')).toBe(3 + stolenFunctionCredentials.length);
});

test('records and learning are accounted for', () => {
  const page = renderReport(reportInputOf([]));
  expect(page).toContain('<td>1,000</td><td>900</td><td>90</td><td>10</td>');
  expect(page).toContain('duplicate 70, control message 20');
  expect(page).toContain('learning, 3 of 7 days');
  expect(page).toContain('<li>learning: 3 of 7 days for 1 function</li>');
});

test('ten thousand findings are a page that opens', () => {
  const many = Array.from({ length: 10_000 }, (_, place) =>
    findingOf({
      at: new Date(Date.parse('2025-03-01T00:00:00Z') + place * 200_000).toISOString(),
      id: `id-${place}`,
      detector: `d${place % 20}`,
      severity: place % 3 === 0 ? 'medium' : 'low',
      category: 'discovery',
      title: 'Again',
    }),
  );
  const page = renderReport(reportInputOf(many, { stories: [] }));
  expect(page.length).toBeLessThan(2_000_000);
  expect(count(page, '<article')).toBe(150);
});

test('secrets do not reach the page', () => {
  expect(renderReport(reportInputOf(stolenFunctionCredentials))).not.toContain(stolenFunctionCredentials[2]?.entities.accessKeys[0]);
});

test('the order of the findings given does not show', () => {
  const findings = Object.values(ATTACKS).flat();
  expect(renderReport(reportInputOf(findings.toReversed()))).toBe(renderReport(reportInputOf(findings)));
});
