import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderOcsf } from '../../alerts/render/ocsf.ts';
import { tellStories } from '../../alerts/triage/stories.ts';
import { triage } from '../../alerts/triage/triage.ts';
import { ATTACKS } from '../alerts/fixtures/attacks.ts';
import { HOSTILE_TEXTS, withText } from '../alerts/fixtures/hostile.ts';
import { INCIDENTS } from '../alerts/fixtures/incidents.ts';
import { readSchema, type Schema } from './ocsf/schema.ts';
import { validateEvent } from './ocsf/validate.ts';

type Event = Readonly<Record<string, unknown>>;

let schema: Schema;
beforeAll(() => {
  const corpus = process.env['LAPWING_CORPUS'];
  if (corpus === undefined) throw new Error('LAPWING_CORPUS names no folder.');
  schema = readSchema(join(corpus, 'schemas/ocsf'));
});

const eventsOf = (text: string): readonly Event[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const className = (event: Event): string => (event['class_uid'] === 2005 ? 'incident_finding' : 'detection_finding');
const [sample = {}] = eventsOf(renderOcsf(ATTACKS.stolenFunctionCredentials.slice(-1)));

describe('the schema finds no fault', () => {
  test.for(Object.entries(ATTACKS))('%s', ([, findings]) => {
    const events = eventsOf(renderOcsf([...findings, ...tellStories(findings)]));
    expect(events.map(className)).toContain('incident_finding');
    expect(events.flatMap((event) => validateEvent(schema, className(event), event))).toEqual([]);
  });

  test.for(Object.entries(INCIDENTS))('%s, as it leaves triage', ([, incident]) => {
    const { findings, stories } = triage(incident, { now: '2026-09-01T00:00:00Z', nonProduction: ['*'] });
    const events = eventsOf(renderOcsf([...findings, ...stories]));
    expect(events.flatMap((event) => validateEvent(schema, className(event), event))).toEqual([]);
  });

  test('with hostile names, addresses aside', () => {
    for (const text of HOSTILE_TEXTS) {
      const findings = ATTACKS.backdoor
        .map((finding) => withText(finding, text))
        .map((finding) => ({ ...finding, entities: { ...finding.entities, addresses: [] } }));
      expect(eventsOf(renderOcsf(findings)).flatMap((event) => validateEvent(schema, 'detection_finding', event))).toEqual([]);
    }
  });
});

describe('the schema finds', () => {
  test.for<[string, Event, string]>([
    ['an unknown attribute', { ...sample, colour: 'red' }, 'detection_finding.colour is unknown to detection_finding'],
    ['a missing attribute', { ...sample, finding_info: undefined }, 'detection_finding.finding_info is no object'],
    ['a wrong type', { ...sample, time: 'now' }, 'detection_finding.time is no timestamp_t'],
    ['a value outside its enum', { ...sample, severity_id: 42 }, 'detection_finding.severity_id is 42, not in its enum'],
    ['a caption that disagrees', { ...sample, severity: 'Low' }, 'detection_finding.severity is Low, not High'],
    [
      'an attribute of a profile that is not applied',
      { ...sample, metadata: { version: '1.8.0', product: { name: 'x' } } },
      'detection_finding.cloud is unknown to detection_finding',
    ],
    [
      'an attack that names nothing',
      { ...sample, finding_info: { uid: 'x', attacks: [{}] } },
      'detection_finding.finding_info.attacks[0] has none of tactic, technique, sub_technique',
    ],
  ])('%s', ([, event, fault]) => {
    expect(validateEvent(schema, 'detection_finding', event)).toContain(fault);
  });

  test('a required attribute left out', () => {
    const { severity_id: _, ...without } = sample;
    expect(validateEvent(schema, 'detection_finding', without)).toContain('detection_finding.severity_id is missing');
  });
});
