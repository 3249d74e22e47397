import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadBaseline, saveBaseline } from '../../../detectors/baseline/baseline.ts';
import { assessSilence, assessWindow, learnWindow } from '../../../detectors/behaviours/assess.ts';
import { BEHAVIOURS } from '../../../detectors/behaviours/catalogue.ts';
import { EVIDENCE_LIMIT } from '../../../detectors/model/finding.ts';
import { emptyPartial, mergePartial } from '../../../detectors/model/partial.ts';
import { atLeast } from '../../../detectors/model/severity.ts';
import { add, CONTEXT, DAY_WINDOWS, type Extra, instantAt, Life, ordinary } from './function-life.ts';
import { ROWS } from './rows.ts';

const afterTenDays = (row: (typeof ROWS)[number]): Life => {
  const life = new Life().days(10, row.before);
  life.findings.clear();
  for (let step = 0; step < row.windows; step++) life.live(add(ordinary(life.window), life.window, row.disturb(step)));
  return life;
};

describe.each(ROWS)('$detector: $name', (row) => {
  test(row.fires ? 'fires once and explains itself' : 'stays quiet', () => {
    const found = afterTenDays(row).of(row.detector);
    expect(found.length).toBe(row.fires ? 1 : 0);
    for (const finding of found) {
      const { expected, observed, baseline, quietIf } = finding.explanation;
      expect(expected).toMatch(/since 2026-03-02|learning/);
      expect(observed).toMatch(/\d/);
      expect(quietIf.length).toBeGreaterThan(20);
      expect(baseline?.samples).toBeGreaterThan(0);
      expect(finding.score).toBeGreaterThan(0);
      expect(finding.score).toBeLessThanOrEqual(1);
      expect(finding.evidence.length).toBeGreaterThan(0);
      expect(finding.evidence.length).toBeLessThanOrEqual(EVIDENCE_LIMIT);
      expect(finding.function).toBe('arn:aws:lambda:us-east-1:111122223333:function:orders');
      expect(JSON.stringify(finding)).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

test('ten ordinary days find nothing', () => {
  expect([...new Life().days(10).findings.values()]).toEqual([]);
});

test('a memory without a past finds nothing but warms up, whatever comes', () => {
  for (const row of ROWS) {
    const life = new Life();
    const verdict = life.live(add(ordinary(0), 0, row.disturb(0)));
    expect(verdict.findings.filter(({ severity }) => atLeast(severity, 'medium'))).toEqual([]);
    expect(verdict.assessments.some(({ assessment }) => assessment.kind === 'warming-up')).toBe(true);
  }
});

test('while a function is learned, only sensitive actions and credentials elsewhere speak, at a lower score', () => {
  for (const row of ROWS.filter(({ fires }) => fires)) {
    const late = afterTenDays(row).of(row.detector)[0];
    const life = new Life().days(2);
    life.findings.clear();
    for (let step = 0; step < row.windows; step++) life.live(add(ordinary(life.window), life.window, row.disturb(step)));
    for (const finding of life.findings.values()) {
      expect(['new-action', 'credentials-elsewhere']).toContain(finding.detector);
      if (finding.detector === row.detector) expect(finding.score).toBeLessThan(late?.score ?? 0);
    }
  }
});

test('assessing changes nothing: neither the memory nor the window', () => {
  const life = new Life().days(8);
  const text = saveBaseline(life.baseline);
  for (const row of ROWS) {
    const partial = add(ordinary(life.window + 50), life.window + 50, row.disturb(0));
    const first = assessWindow(life.baseline, instantAt(life.window + 50), partial, CONTEXT);
    expect(assessWindow(life.baseline, instantAt(life.window + 50), partial, CONTEXT)).toEqual(first);
  }
  expect(saveBaseline(life.baseline)).toBe(text);
});

test('the minutes of a window come to the same verdict and the same memory in whatever order they are merged', () => {
  const life = new Life().days(8);
  const text = saveBaseline(life.baseline);
  const extra = fc.constantFrom(...ROWS.map((row) => row.disturb(0)));
  fc.assert(
    fc.property(fc.array(extra, { minLength: 2, maxLength: 5 }), (extras) => {
      const outcomes = [extras, [...extras].reverse()].map((order) => {
        const loaded = loadBaseline(text);
        if (loaded.kind !== 'baseline') throw new Error(loaded.reason);
        const window = emptyPartial();
        for (const each of order) mergePartial(window, add(ordinary(life.window), life.window, each));
        const verdict = assessWindow(loaded.baseline, instantAt(life.window), window, CONTEXT);
        learnWindow(loaded.baseline, instantAt(life.window), window, verdict, CONTEXT);
        return { verdict, text: saveBaseline(loaded.baseline) };
      });
      expect(outcomes[0]).toEqual(outcomes[1]);
    }),
    { numRuns: 60 },
  );
});

test('an episode is one finding that grows, and the next day brings another', () => {
  const life = new Life().days(10);
  const odd = (): void => void life.live(add(ordinary(life.window), life.window, { sums: { networkBytesOut: 80_000_000 } }));
  for (let step = 0; step < 4; step++) odd();
  for (let step = 0; step < 30; step++) life.live(ordinary(life.window));
  odd();
  expect(life.of('data-volume').length).toBe(1);
  expect(life.of('data-volume')[0]?.occurrences).toBe(5);
  expect(life.of('data-volume')[0]?.severity).toBe('high');
  life.days(1);
  odd();
  expect(life.of('data-volume').length).toBe(2);
});

test('a deployment makes the same windows a step milder and is named', () => {
  const disturb = { sums: { networkBytesOut: 20_000_000 } };
  const plain = new Life().days(10);
  const deployed = new Life().days(10);
  for (let step = 0; step < 2; step++) {
    plain.live(add(ordinary(plain.window), plain.window, disturb));
    deployed.live(add(ordinary(deployed.window), deployed.window, step === 0 ? { ...disturb, names: [['changes', 'code']] } : disturb));
  }
  expect(plain.of('data-volume')[0]?.severity).toBe('medium');
  expect(deployed.of('data-volume')[0]?.severity).toBe('low');
  expect(deployed.of('data-volume')[0]?.explanation.observed).toContain('changed 5 minutes before (code)');
});

test.each([
  ['came with a change is told once and known, however rarely the function runs', ['changes', 'code'] as const, ['info']],
  ['came without one is told of on every day until it has lasted', ['changes', 'url'] as const, ['low', 'low', 'low', 'low', 'low']],
])('a first read of a secret that %s', (_, change, told) => {
  const life = new Life().days(10);
  for (let day = 0; day < 5; day++) {
    const names = [['actions', 'ssm:GetParameter'] as const, ...(day === 0 ? [change] : [])];
    life.live(add(ordinary(life.window), life.window, { names }));
    life.window += DAY_WINDOWS - 1;
  }
  expect(life.of('new-action').map(({ severity }) => severity)).toEqual(told);
});

test('what was anomalous teaches little: the same again is still anomalous', () => {
  const life = new Life().days(10);
  for (let day = 0; day < 5; day++) {
    life.live(
      add(ordinary(life.window), life.window, {
        sums: { networkBytesOut: 30_000_000 },
        names: [['destinations', '198.51.100.7', 30_000_000]],
      }),
    );
    life.days(1);
  }
  expect(life.of('data-volume').length).toBe(5);
  expect(life.of('new-destination').length).toBe(5);
});

test('a busy function that stops is found silent, at the end of the data and when it comes back', () => {
  const life = new Life().days(10);
  const later = life.window + 24;
  expect(assessSilence(life.baseline, instantAt(life.window + 6), CONTEXT)).toEqual([]);
  const [found] = assessSilence(life.baseline, instantAt(later), CONTEXT);
  expect(found?.detector).toBe('silence');
  life.window = later;
  const back = life.live(ordinary(later)).findings.find(({ detector }) => detector === 'silence');
  expect(back?.id).toBe(found?.id);
});

test('a function that rests every night is not silent at night', () => {
  const life = new Life();
  for (let window = 0; window < 12 * DAY_WINDOWS; window++) {
    if (window % DAY_WINDOWS >= 90) life.live(ordinary(window));
    else life.window++;
  }
  expect(life.of('silence')).toEqual([]);
  expect(assessSilence(life.baseline, instantAt(life.window + 90), CONTEXT)).toEqual([]);
});

test('of the account itself only refusals and first uses of what is sensitive are told, and those low', () => {
  const life = new Life('');
  for (let window = 0; window < 10 * DAY_WINDOWS; window++) {
    life.live(add(emptyPartial(), window, { sums: { apiCalls: 1 }, names: [['actions', 'ec2:DescribeInstances']] }));
  }
  life.findings.clear();
  const told = (extra: Extra): readonly (readonly [string, string])[] =>
    life.live(add(ordinary(life.window), life.window, extra)).findings.map(({ detector, severity }) => [detector, severity] as const);
  expect(told({ sums: { networkBytesOut: 900_000_000 }, names: [['credentialSources', 'ip:198.51.100.7']] })).toEqual([]);
  expect(told({ names: [['actions', 'iam:CreateUser']] })).toEqual([['new-action', 'low']]);
  expect(told({ sums: { apiDenied: 60 }, names: [['deniedActions', 's3:GetObject']] }).map(([detector]) => detector)).toEqual([
    'denied-burst',
  ]);
});

test('every behaviour has a file, a runbook, attacks, false positives, a firing row and a look-alike', () => {
  const files = readdirSync(new URL('../../../detectors/behaviours', import.meta.url));
  expect(new Set(BEHAVIOURS.map(({ id }) => id)).size).toBe(BEHAVIOURS.length);
  for (const { id, runbook, attacks, falsePositives, controls, sas } of BEHAVIOURS) {
    expect(files).toContain(`${id}.ts`);
    expect(runbook).toBe(`runbooks/${id}.md`);
    const page = new URL(`../../../${runbook}`, import.meta.url);
    expect(existsSync(page), runbook).toBe(true);
    for (const heading of [
      'What fired',
      'Why it matters',
      'First five minutes',
      'Benign causes and how to tell',
      'Contain',
      'Recover',
      'Tune or suppress',
      'Prove it still fires',
    ]) {
      expect(readFileSync(page, 'utf8')).toContain(`\n## ${heading}\n`);
    }
    expect(attacks.length * falsePositives.length * controls.length * sas.length).toBeGreaterThan(0);
    for (const { tactic, technique } of attacks) {
      expect(tactic).toMatch(/^TA00\d\d$/);
      expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/);
    }
    // Silence is a gap, not a window: its pair is told above.
    if (id === 'silence') continue;
    expect(
      ROWS.some((row) => row.detector === id && row.fires),
      `${id} fires`,
    ).toBe(true);
    expect(
      ROWS.some((row) => row.detector === id && !row.fires),
      `${id} stays quiet`,
    ).toBe(true);
  }
});
