// Rules kept as they were last read: the same rules, read anew whenever anything they come from is another.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cachedRules } from '../../../detectors/aws/rule-cache.ts';
import { ruleSet } from '../../../detectors/aws/rule-set.ts';
import { rulesText } from '../../../detectors/aws/rules-text.ts';
import { DEFAULT_SETTINGS } from '../../../detectors/model/settings.ts';
import { loadRules } from '../../../detectors/sigma/load.ts';
import type { LoadedRules } from '../../../detectors/sigma/rule.ts';

const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'lapwing-rules-')), 'not', 'there', 'yet');

const RULE = `title: A table was emptied
id: 8d1f3c1e-6a1e-4f3b-9a66-0c7f6a0f5d11
description: A table was deleted.
tags: [attack.impact, attack.t1485]
logsource: { product: aws, service: cloudtrail }
detection:
  delete: { eventName: DeleteTable }
  condition: delete
level: low
`;
const read = (): LoadedRules => loadRules([{ path: 'table.yml', text: RULE }], new Map());

/** Calls with a reader that counts its uses. */
const counted = (folder: string): { readonly rules: (from: unknown) => LoadedRules; readonly reads: () => number } => {
  let reads = 0;
  const reader = (): LoadedRules => {
    reads++;
    return read();
  };
  return { rules: (from) => cachedRules(from, reader, folder), reads: () => reads };
};

test('rules are read once, and given as they were read', () => {
  const { rules, reads } = counted(newFolder());
  for (let time = 0; time < 3; time++) expect(rulesText(rules('the same'))).toBe(rulesText(read()));
  expect(reads()).toBe(1);
});

test('rules from elsewhere are read anew', () => {
  const { rules, reads } = counted(newFolder());
  rules('one');
  rules('other');
  rules('one');
  expect(reads()).toBe(2);
});

test.each([
  ['cut off', (text: string) => text.slice(0, -10)],
  ['changed', (text: string) => text.replace('DeleteTable', 'CreateTable')],
  ['empty', () => ''],
])('what is kept and %s is no rules', (_how, spoil) => {
  const folder = newFolder();
  const { rules, reads } = counted(folder);
  rules('the same');
  const [name = ''] = readdirSync(folder);
  const path = join(folder, name);
  const before = readFileSync(path, 'utf8');
  const spoilt = spoil(before);
  expect(spoilt).not.toBe(before);
  writeFileSync(path, spoilt);
  expect(rulesText(rules('the same'))).toBe(rulesText(read()));
  expect(reads()).toBe(2);
});

test('a folder that cannot be made costs a reading each time, and nothing else', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'lapwing-rules-')), 'file');
  writeFileSync(file, '');
  const { rules, reads } = counted(join(file, 'below'));
  rules('the same');
  expect(rulesText(rules('the same'))).toBe(rulesText(read()));
  expect(reads()).toBe(2);
});

test('only the last few sets are kept', () => {
  const folder = newFolder();
  const { rules } = counted(folder);
  for (let set = 0; set < 10; set++) rules(set);
  expect(readdirSync(folder)).toHaveLength(4);
});

test("Lapwing's own rules are the same from what is kept", () => {
  const cache = newFolder();
  const first = rulesText(ruleSet(DEFAULT_SETTINGS, [], { cache }).loaded);
  expect(rulesText(ruleSet(DEFAULT_SETTINGS, [], { cache }).loaded)).toBe(first);
  const others = { ...DEFAULT_SETTINGS, trustedAccounts: ['111122223333'] };
  const before = readdirSync(cache).length;
  ruleSet(others, [], { cache });
  expect(readdirSync(cache)).toHaveLength(before + 1);
});
