import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstSteps } from '../../../alerts/render/first-steps.ts';
import { CATEGORIES } from '../../../detectors/model/attack.ts';
import { recordId } from '../../../detectors/model/identity.ts';
import { findingOf } from '../fixtures/finding-of.ts';
import { HOSTILE_TEXTS, withText } from '../fixtures/hostile.ts';

const of = (category: (typeof CATEGORIES)[number], on?: string) => ({
  ...findingOf({
    at: '2026-03-11T10:00:00Z',
    detector: 'a-rule',
    severity: 'high',
    category,
    title: 'T',
    ...(on === undefined ? {} : { on }),
  }),
  evidence: [recordId('3fc7e80d-77cd-4c6d-9992-c8e4ced563a8')],
});
const commands = (finding: Parameters<typeof firstSteps>[0]) => firstSteps(finding).map(({ command }) => command?.join(' '));

describe('three steps', () => {
  test.for(CATEGORIES)('of %s have a command that begins them, filled from the finding', (category) => {
    const steps = firstSteps(of(category, 'orders'));
    expect(steps).toHaveLength(3);
    const filled = commands(of(category, 'orders')).filter((command) => command !== undefined);
    expect(filled.length).toBeGreaterThan(0);
    for (const command of filled)
      expect(command).toMatch(/^aws (cloudtrail lookup-events|logs filter-log-events|lambda put-function-concurrency) --region eu-west-1 /);
  });

  test('name no function where there is none', () => {
    expect(commands(of('denial-of-wallet'))[0]).toBe(
      'aws cloudtrail lookup-events --region eu-west-1 --lookup-attributes AttributeKey=EventId,AttributeValue=3fc7e80d-77cd-4c6d-9992-c8e4ced563a8',
    );
    for (const category of ['denial-of-wallet', 'exfiltration'] as const)
      for (const { text } of firstSteps(of(category))) expect(text).not.toMatch(/concurrency|function/);
  });
});

test('nothing that an outsider writes gets into a command', () => {
  const hostile = fc.oneof(
    fc.constantFrom(...HOSTILE_TEXTS, '$(reboot)', '; rm -rf /', '`id`', "' --endpoint-url x"),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(hostile, fc.constantFrom(...CATEGORIES), (text, category) => {
      for (const { command } of firstSteps(withText(of(category, 'orders'), text)))
        for (const word of command ?? []) expect(word).toMatch(/^[A-Za-z0-9 /,=_-]+$/);
    }),
  );
});
