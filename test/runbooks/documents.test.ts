// The documents are what Systems Manager takes, and the files that are checked in are what the descriptions say.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AUTOMATIONS } from '../../runbooks/automation/catalogue.ts';
import { documentText } from '../../runbooks/automation/document-text.ts';
import { documentProblems } from './check-document.ts';

const texts = AUTOMATIONS.map(({ id, name, document }) => ({ id, name, document, text: documentText(document) }));
const first = texts.find(({ id }) => id === 'isolate-function')?.text ?? '';

describe.for(texts)('$name', ({ id, name, document, text }) => {
  test('has the form of schema 0.3', () => {
    expect(documentProblems(text)).toEqual([]);
  });

  test('is checked in as it is described (vitest -u writes it anew)', async () => {
    await expect(text).toMatchFileSnapshot(`../../runbooks/automation/documents/${name}.yaml`);
  });

  test('reads the same to a reader of YAML 1.1 and of 1.2', () => {
    expect(parse(text, { version: '1.1' })).toEqual(document);
    expect(parse(text, { version: '1.2' })).toEqual(document);
  });

  test('is named as AWS and the catalogue want it', () => {
    expect(name).toMatch(/^Lapwing-[A-Za-z]{3,120}$/);
    expect(name.slice('Lapwing-'.length).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)).toBe(`-${id}`);
  });

  test('asks a person unless it is told not to', () => {
    expect(document.parameters['Approval']).toMatchObject({ default: 'required', allowedValues: ['required', 'automatic'] });
    expect(document.parameters['DryRun']).toMatchObject({ default: false });
  });

  test('takes no text that is not an id, a name or one of a few words', () => {
    const open = Object.entries(document.parameters).filter(
      ([, { type, allowedPattern, allowedValues }]) => type !== 'Boolean' && allowedPattern === undefined && allowedValues === undefined,
    );
    expect(open).toEqual([]);
  });

  test('no parameter takes what could be a template, a tag or a second line', () => {
    const words = fc.stringMatching(/^[a-z0-9-]{0,12}$/);
    const bad = fc.tuple(words, fc.constantFrom('{{', '}}', '<', '>', '\n', '"', "'", '`', ';', '|', '&', '\\', '\u2028', ' '), words);
    for (const { allowedPattern } of Object.values(document.parameters)) {
      if (allowedPattern === undefined) continue;
      expect(allowedPattern).toMatch(/^\^.*\$$/);
      const pattern = new RegExp(allowedPattern);
      fc.assert(fc.property(bad, (parts) => !pattern.test(parts.join(''))));
    }
  });
});

test('the names are unique', () => {
  expect(new Set(AUTOMATIONS.flatMap(({ id, name }) => [id, name])).size).toBe(2 * AUTOMATIONS.length);
});

describe('the check sees', () => {
  const planted: readonly (readonly [string, string, string, RegExp])[] = [
    ['a step that is not there', 'nextStep: choose', 'nextStep: chosen', /no step chosen/],
    ['a parameter that is not there', '"{{ Function }}"', '"{{ Functions }}"', /Functions may not be there/],
    ['an output that is not there', '"{{ aim.Memory }}"', '"{{ aim.Memories }}"', /aim.Memories may not be there/],
    ['a step that may have been passed over', '"{{ decide.Keep }}"', '"{{ giveBack.Keep }}"', /giveBack.Keep may not be there/],
    [
      'what a failed step has not given',
      'finding {{ FindingId }}. See',
      'finding {{ decide.Summary }}. See',
      /decide.Summary may not be there/,
    ],
    ['a circle', 'nextStep: isolated', 'nextStep: remember', /circle/],
    ['an unknown action', 'aws:waitForAwsResourceProperty', 'aws:waitForEver', /no action aws:waitForEver/],
    ['a missing input', 'Service: lambda', 'Server: lambda', /Service is missing/],
    ['a default that its pattern refuses', 'default: Contain', 'default: Destroy', /default is not allowed/],
    ['an output nobody gives', '- decide.Summary', '- decide.Resume', /no output decide.Resume/],
    ['an unknown type', 'type: StringList', 'type: ListOfString', /no type ListOfString/],
    ['an unknown key', 'isEnd: true', 'isLast: true', /isLast is no key/],
    ['another schema', 'schemaVersion: "0.3"', 'schemaVersion: "2.2"', /not 0.3/],
  ];

  test.for(planted)('%s', ([, right, wrong, complaint]) => {
    expect(first).toContain(right);
    expect(documentProblems(first.replaceAll(right, wrong)).join('\n')).toMatch(complaint);
  });

  test('a step nobody comes to', () => {
    const cut = first.replaceAll('nextStep: isolated', 'nextStep: report');
    expect(documentProblems(cut)).toContain('isolated: no way leads to it');
  });
});
