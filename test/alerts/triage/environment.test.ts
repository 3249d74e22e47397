import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderAsff } from '../../../alerts/render/asff.ts';
import { renderEmail } from '../../../alerts/render/email.ts';
import { renderNdjson } from '../../../alerts/render/ndjson.ts';
import { renderOcsf } from '../../../alerts/render/ocsf.ts';
import { environmentOf, inEnvironment } from '../../../alerts/triage/environment.ts';
import { functionName } from '../../../alerts/triage/function-name.ts';
import { triage } from '../../../alerts/triage/triage.ts';
import { severityRank } from '../../../detectors/model/severity.ts';
import { arbitraryFinding, uniqueFindings } from '../fixtures/arbitrary-finding.ts';
import { stolenFunctionCredentials } from '../fixtures/attacks.ts';
import { findingOf, functionArn } from '../fixtures/finding-of.ts';

const NOW = '2025-06-01T00:00:00Z';
const high = (on: string | undefined, more: object = {}) =>
  findingOf({
    at: '2025-03-04T10:00:00Z',
    detector: 'a-rule',
    severity: 'high',
    category: 'exfiltration',
    title: 'Something',
    ...(on === undefined ? {} : { on }),
    ...more,
  });

describe('where a finding is', () => {
  test.for([
    ['a function that is named', high('orders-dev'), ['*-dev'], 'non-production'],
    ['an ARN that is named', high('orders'), ['arn:aws:lambda:*:112233445566:function:orders'], 'non-production'],
    ['an account that is named', high(undefined), ['112233445566'], 'non-production'],
    ['a function that is not', high('orders'), ['*-dev'], 'production'],
    ['nothing at all is named', high('orders-dev'), [], 'production'],
    ['no function, and another account', high(undefined), ['999988887777'], 'production'],
    [
      'one of two functions is production',
      {
        ...high('orders-dev'),
        entities: { ...high('orders-dev').entities, functions: [functionArn('orders-dev'), functionArn('orders')] },
      },
      ['*-dev'],
      'production',
    ],
  ] as const)('%s', ([, finding, nonProduction, environment]) => {
    expect(environmentOf(finding, nonProduction)).toBe(environment);
  });
});

describe('its severity', () => {
  test('is one step less where nothing of production is touched, and the steps are told', () => {
    const finding = inEnvironment(high('orders-dev'), ['*-dev']);
    expect([finding.severity, finding.explanation.severitySteps]).toEqual([
      'medium',
      [
        { severity: 'high', why: 'as its detector rates it' },
        { severity: 'medium', why: 'nothing of production is touched (nonProduction: *-dev)' },
      ],
    ]);
    expect(JSON.parse(renderNdjson([finding])).explanation.severitySteps).toHaveLength(2);
    expect(renderEmail(finding).body.replace(/\s+/g, ' ')).toContain(
      'Severity: high as its detector rates it, then medium: nothing of production is touched (nonProduction: *-dev)',
    );
  });

  test.for([
    ['in production', high('orders'), 'high'],
    ['when it is aimed at the watch itself', high('orders-dev', { kind: 'self' }), 'high'],
    ['when nothing is less', { ...high('orders-dev'), severity: 'info' as const }, 'info'],
  ] as const)('stays as it was %s', ([, finding, severity]) => {
    const weighed = inEnvironment(finding, ['*-dev']);
    expect([weighed.severity, weighed.explanation.severitySteps]).toEqual([severity, undefined]);
  });

  test('is weighed once, however often, and never by more than one step', () => {
    fc.assert(
      fc.property(arbitraryFinding(), fc.subarray(['orders', 'x*', '112233445566', 'mailer']), (finding, globs) => {
        const once = inEnvironment(finding, globs);
        expect(inEnvironment(once, globs)).toEqual(once);
        expect(inEnvironment(once, [])).toEqual(finding);
        expect(severityRank(finding.severity) - severityRank(once.severity)).toBeLessThanOrEqual(1);
        expect(severityRank(finding.severity) - severityRank(once.severity)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('makes stories less grave too, whatever the order of arrival', () => {
    const [plain] = triage(stolenFunctionCredentials, { now: NOW }).stories;
    const [lesser] = triage(stolenFunctionCredentials, { now: NOW, nonProduction: ['orders'] }).stories;
    expect([plain?.severity, lesser?.severity]).toEqual(['critical', 'high']);
    fc.assert(
      fc.property(uniqueFindings(), (findings) => {
        const options = { now: NOW, nonProduction: ['x*', 'orders'] };
        expect(triage([...findings].reverse(), options).stories).toEqual(triage(findings, options).stories);
      }),
      { numRuns: 30 },
    );
  });
});

describe("the account's own id", () => {
  const account = (label: string) => ({
    ...high(undefined),
    function: label,
    entities: { ...high(undefined).entities, functions: [label, functionArn('orders')] },
  });

  test.for(['arn:aws:lambda:eu-west-1:112233445566:function:', ''])('"%s" is no function in anything that leaves', (label) => {
    const { findings } = triage([account(label)], { now: NOW });
    expect(JSON.parse(renderNdjson(findings))).toMatchObject({ function: null, entities: { functions: [functionArn('orders')] } });
    expect(JSON.parse(renderOcsf(findings)).resources.map((resource: { uid: string }) => resource.uid)).toEqual([functionArn('orders')]);
    expect(JSON.parse(renderAsff(findings)).Resources.map((resource: { Id: string }) => resource.Id)).toEqual([functionArn('orders')]);
    for (const render of [renderNdjson, renderOcsf, renderAsff]) expect(render(findings)).not.toMatch(/:function:"/);
  });

  test('a function with a name keeps it, with its version too', () => {
    const { findings } = triage([high('orders')], { now: NOW });
    expect(findings[0]?.function).toBe(functionArn('orders'));
    expect(functionName(`${functionArn('orders')}:live`)).toBe('orders');
    expect(functionName('orders')).toBe('orders');
    expect(functionName(null)).toBe('');
  });
});
