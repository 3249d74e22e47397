import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderEvent } from '../../../alerts/render/event.ts';
import { FINDING_SCHEMA, type JsonSchema } from '../../../alerts/render/finding-schema.ts';
import { renderNdjson } from '../../../alerts/render/ndjson.ts';
import { inEnvironment } from '../../../alerts/triage/environment.ts';
import { tellStories } from '../../../alerts/triage/stories.ts';
import { arbitraryFinding } from '../fixtures/arbitrary-finding.ts';
import { ATTACKS } from '../fixtures/attacks.ts';
import { faultsOf } from './validate-json.ts';

const PATH = fileURLToPath(new URL('../../../docs/schemas/finding.schema.json', import.meta.url));
const [sample] = ATTACKS.stolenFunctionCredentials;
if (sample === undefined) throw new Error('fixture');

test('the published schema is the one in the code (UPDATE_GOLDEN=1 writes it)', () => {
  const published = (): unknown => JSON.parse(readFileSync(PATH, 'utf8'));
  // The formatter lays the file out; what it says is what counts, the order of its keys included.
  if (process.env['UPDATE_GOLDEN'] === '1' && (!existsSync(PATH) || JSON.stringify(published()) !== JSON.stringify(FINDING_SCHEMA))) {
    mkdirSync(dirname(PATH), { recursive: true });
    writeFileSync(PATH, `${JSON.stringify(FINDING_SCHEMA, null, 2)}\n`);
  }
  expect(JSON.stringify(published())).toBe(JSON.stringify(FINDING_SCHEMA));
});

describe('the schema finds no fault', () => {
  const published = (): JsonSchema => JSON.parse(readFileSync(PATH, 'utf8'));

  test.for(Object.entries(ATTACKS))('in the findings and stories of %s', ([, findings]) => {
    for (const line of renderNdjson([...findings, ...tellStories(findings)])
      .trimEnd()
      .split('\n'))
      expect(faultsOf(published(), JSON.parse(line))).toEqual([]);
  });

  test('in any event, however large the finding', () => {
    fc.assert(
      fc.property(arbitraryFinding(fc.string({ unit: 'binary', size: 'max', maxLength: 20_000 })), (finding) => {
        const entry = renderEvent(inEnvironment(finding, ['orders']), { environment: 'production' });
        expect(faultsOf(published(), JSON.parse(entry.Detail))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the schema finds', () => {
  test.for<[string, object, string]>([
    ['a missing key', { runbook: undefined }, '$.runbook is no string'],
    ['a wrong severity', { severity: 'grave' }, '$.severity is none of info, low, medium, high, critical'],
    ['a score above one', { score: 2 }, '$.score is out of range'],
    ['a time in words', { time: 'yesterday' }, '$.time does not match ^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z$'],
    ['an attack without technique', { attacks: [{ tactic: 'TA0001' }] }, '$.attacks[0].technique is missing'],
  ])('%s', ([, change, fault]) => {
    expect(faultsOf(FINDING_SCHEMA, { ...sample, ...change })).toContain(fault);
  });
});
