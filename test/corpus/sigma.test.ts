// The Sigma specification's own test files and schemas: what they allow, the engine takes.
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadRules } from '../../detectors/sigma/load.ts';
import { CORRELATION_TYPES, THRESHOLD_OPERATORS } from '../../detectors/sigma/rule.ts';

const corpus = process.env['LAPWING_CORPUS'];
if (corpus === undefined) throw new Error('LAPWING_CORPUS must name the folder of the corpora');
const folder = `${corpus}/schemas/sigma`;
const files = globSync(`${folder}/tests/schema/*/*.yml`).sort();

/** Rules that the correlations and filters of the specification name, but do not bring. */
const NAMED = new Set([
  '5638f7c0-ac70-491d-8465-2a65075e0d86',
  'recon_cmd_a',
  'recon_cmd_b',
  'recon_cmd_c',
  'rule_a_id',
  'process_creation',
  'website_access',
]);

test('the specification has test files', () => {
  expect(files.length).toBeGreaterThanOrEqual(12);
});

test.for(files.map((file) => [basename(file), file] as const))('%s loads', ([, file]) => {
  const loaded = loadRules([{ path: file, text: readFileSync(file, 'utf8') }], new Map(), NAMED);
  expect(loaded.problems).toEqual([]);
  const { rules, correlations, filters } = loaded;
  expect([...rules, ...correlations, ...filters]).toHaveLength(1);
  expect(file.includes('/correlation/') ? correlations : file.includes('/filter/') ? filters : rules).toHaveLength(1);
});

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly { readonly const: string }[];
  readonly anyOf?: readonly Readonly<Record<string, Schema>>[];
}

const schema = (name: string): Schema => JSON.parse(readFileSync(`${folder}/json-schema/${name}.json`, 'utf8')) as Schema;
const constants = ({ oneOf }: Schema): readonly string[] => (oneOf ?? []).map((one) => one.const);

describe('the schemas', () => {
  const rule = schema('sigma-detection-rule-schema');
  const correlation = schema('sigma-correlation-rules-schema');
  const text = (changes: Readonly<Record<string, unknown>>) =>
    JSON.stringify({
      title: 'A rule',
      logsource: { product: 'aws' },
      detection: { selection: { a: 'b' }, condition: 'selection' },
      ...changes,
    });
  const load = (changes: Readonly<Record<string, unknown>>) => loadRules([{ path: 'a.yml', text: text(changes) }], new Map());

  test('no attribute of the schema is taken for a custom one', () => {
    const known = ['title', 'logsource', 'detection', 'level', 'status', 'correlation'];
    const others = Object.keys(rule.properties).filter((name) => !known.includes(name));
    expect(others.length).toBeGreaterThan(8);
    expect([...(load(Object.fromEntries(others.map((name) => [name, 'x']))).rules[0]?.custom.keys() ?? ['no rule'])]).toEqual([]);
  });
  test.for(constants(rule.properties['level'] as Schema))('level %s is known', (level) => {
    expect(load({ level }).problems).toEqual([]);
  });
  test.for(constants(rule.properties['status'] as Schema))('status %s is known', (status) => {
    expect(load({ status }).problems).toEqual([]);
  });
  test('every correlation type and operator is known', () => {
    const properties = correlation.properties['correlation']?.properties ?? {};
    expect(CORRELATION_TYPES).toEqual(expect.arrayContaining([...constants(properties['type'] as Schema)]));
    const operators = (properties['condition']?.anyOf ?? []).flatMap((one) => Object.keys(one));
    expect([...THRESHOLD_OPERATORS, 'field'].sort()).toEqual([...operators].sort());
  });
});
