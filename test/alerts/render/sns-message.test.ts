import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderEmail } from '../../../alerts/render/email.ts';
import { renderEvent } from '../../../alerts/render/event.ts';
import { renderNdjson } from '../../../alerts/render/ndjson.ts';
import { renderSnsMessage, SNS_BYTES, snsBytes } from '../../../alerts/render/sns-message.ts';
import { utf8Length } from '../../../alerts/render/utf8-length.ts';
import { tellStories } from '../../../alerts/triage/stories.ts';
import type { Finding } from '../../../detectors/model/finding.ts';
import { recordId } from '../../../detectors/model/identity.ts';
import { arbitraryFinding } from '../fixtures/arbitrary-finding.ts';
import { backdoor, stolenFunctionCredentials } from '../fixtures/attacks.ts';
import { HOSTILE_TEXTS, withText } from '../fixtures/hostile.ts';

const [exfiltration] = stolenFunctionCredentials.slice(-1);
const [story] = tellStories(backdoor);
if (exfiltration === undefined || story === undefined) throw new Error('fixture');

const bodiesOf = (finding: Finding, options = {}): Record<string, string> => JSON.parse(renderSnsMessage(finding, options).Message);

/** As large in every place as a detector with a bug could make it. */
const enormous = (text: string): Finding => {
  const many = Array.from({ length: 101 }, () => text);
  return {
    ...withText(exfiltration, text),
    evidence: many.map(recordId),
    entities: { functions: many, principals: many, accessKeys: many, addresses: many },
    parts: many,
    explanation: {
      ...withText(exfiltration, text).explanation,
      contributors: many.map((name) => ({ name, amount: 1, share: 0.1 })),
      severitySteps: many.map((why) => ({ severity: 'high' as const, why })),
    },
  };
};

describe('a message', () => {
  test('has the mail for people and our finding for programs', () => {
    const email = renderEmail(exfiltration);
    const message = renderSnsMessage(exfiltration);
    const bodies = bodiesOf(exfiltration);
    expect(message.Subject).toBe(email.subject);
    expect(message.MessageStructure).toBe('json');
    expect(Object.keys(bodies)).toEqual(['default', 'email', 'sqs', 'lambda', 'https', 'firehose']);
    expect(bodies['email']).toBe(email.body);
    for (const protocol of ['sqs', 'lambda', 'https', 'firehose'])
      expect(`${bodies[protocol]}\n`, protocol).toBe(renderNdjson([exfiltration]));
    expect(bodies['default']).toBe(`${email.subject} (lapwing explain ${exfiltration.id} --deployed)`);
  });

  test('has attributes to filter by, and leaves out what is not known', () => {
    const values = (finding: Finding, options = {}) =>
      Object.fromEntries(
        Object.entries(renderSnsMessage(finding, options).MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
      );
    expect(values(exfiltration, { environment: 'production' })).toEqual({
      severity: 'high',
      category: 'exfiltration',
      kind: 'behaviour',
      detector: 'bytes-out-far-above-usual',
      function: 'orders',
      account: '112233445566',
      region: 'eu-west-1',
      environment: 'production',
    });
    expect(values({ ...exfiltration, function: null, account: null, region: '' })).toEqual({
      severity: 'high',
      category: 'exfiltration',
      kind: 'behaviour',
      detector: 'bytes-out-far-above-usual',
    });
  });

  test('a story has its parts in the mail', () => {
    expect(bodiesOf(story, { parts: backdoor })['email']).toContain('What happened, in order');
  });
});

describe('whatever a finding holds', () => {
  test('a message fits, with a word where the whole is', () => {
    for (const text of [
      'word '.repeat(1_700),
      '\u0000'.repeat(8_500),
      '\u{1f600}'.repeat(4_100),
      '"\\'.repeat(4_100),
      '\u00e9'.repeat(300),
    ]) {
      const message = renderSnsMessage(enormous(text), { environment: 'production', parts: [withText(exfiltration, text)] });
      expect(snsBytes(message)).toBeLessThanOrEqual(SNS_BYTES);
      expect(new TextEncoder().encode(message.Message).length).toBeLessThanOrEqual(SNS_BYTES);
      const sqs = JSON.parse(JSON.parse(message.Message).sqs);
      expect(sqs.trimmed.full).toMatch(/^lapwing explain /);
      expect(sqs.severity).toBe('high');
    }
  });

  test('what is cut was redacted before: half a secret is none that would be found', () => {
    const secret = `AKIA${'Q'.repeat(16)}`;
    const { detector, account, region } = exfiltration;
    for (const before of [0, 990, 3995]) {
      const long = `${'x '.repeat(before)}${secret} ${'y '.repeat(200_000)}`;
      const { Message } = renderSnsMessage({
        ...withText(exfiltration, long),
        detector,
        account,
        region,
        explanation: { ...withText(exfiltration, long).explanation, baseline: null },
      });
      expect(Message.includes('AKIAQ'), String(before)).toBe(false);
    }
  });

  test('there are at most ten attributes, none empty, and nothing unseen in them', () => {
    const hostile = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(arbitraryFinding(), hostile, (finding, text) => {
        const message = renderSnsMessage(withText(finding, text));
        const attributes = Object.values(message.MessageAttributes);
        expect(attributes.length).toBeLessThanOrEqual(10);
        for (const { StringValue } of attributes) {
          expect(StringValue.trim()).not.toBe('');
          expect(StringValue).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        }
        expect(message.Subject).toMatch(/^[ -~]{1,99}$/);
        expect(message.Message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(snsBytes(message)).toBeLessThanOrEqual(SNS_BYTES);
        JSON.parse(JSON.parse(message.Message).sqs);
      }),
    );
  });

  test('an event fits too', () => {
    for (const text of ['word '.repeat(1_700), '\u0000'.repeat(8_500), '"\\'.repeat(4_100)]) {
      const entry = renderEvent(enormous(text));
      expect(
        new TextEncoder().encode([entry.Source, entry.DetailType, entry.Detail, ...entry.Resources].join('')).length,
      ).toBeLessThanOrEqual(256 * 1024);
      expect(JSON.parse(entry.Detail).trimmed.full).toMatch(/^lapwing explain /);
    }
  });

  test('bytes are counted as they are sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      }),
    );
  });
});

describe('an event', () => {
  test('is the finding, with whole access key ids, so that a runbook knows which key', () => {
    const entry = renderEvent(exfiltration, { environment: 'production' });
    expect([entry.Source, entry.DetailType, entry.Resources]).toEqual([
      'lapwing',
      'Lapwing Finding',
      ['arn:aws:lambda:eu-west-1:112233445566:function:orders'],
    ]);
    expect(JSON.parse(entry.Detail)).toEqual({ ...exfiltration, environment: 'production' });
    const [key] = exfiltration.entities.accessKeys;
    expect(renderNdjson([exfiltration])).not.toContain(key);
  });

  test('has no other secret in the place of a key', () => {
    const entry = renderEvent({ ...exfiltration, entities: { ...exfiltration.entities, accessKeys: [`ghp_${'a1B2'.repeat(9)}`] } });
    expect(JSON.parse(entry.Detail).entities.accessKeys).toEqual([]);
  });
});
