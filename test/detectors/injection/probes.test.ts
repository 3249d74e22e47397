// Probes that are too short for a class's own words: format strings, attributes of directories, entities of one's own.
import { describe, expect, test } from 'vitest';
import { classifyInjection } from '../../../detectors/injection/classify.ts';

const classesOf = (text: string): readonly string[] => classifyInjection(text).map((hit) => hit.class);

describe('format strings', () => {
  test.for(['%x%x%x%x', '%08x.%08x.%08x', 'AAAA%p%p%p%n', '%s|%s|%s|%s', '%99999999s', 'AAAA%08x'])('%j is told', (text) => {
    expect(classesOf(text)).toContain('template');
  });

  test.for([
    '100% sure',
    'hello %s, you have %d messages and %s gifts',
    '%Y-%m-%d %H:%M:%S',
    '/search?q=tea%20and%20dates%20in%20May',
    'discount of 20%, then 30%',
    'cpu=%d%%',
  ])('%j is not', (text) => {
    expect(classesOf(text)).not.toContain('template');
  });
});

describe('probes of directories', () => {
  test('an attribute or a wildcard account as the entire value is told, in other texts it is not', () => {
    for (const text of ['userPassword', 'objectClass', 'admin*']) expect(classesOf(text)).toEqual(['ldap']);
    for (const text of ['mail', 'the objectClass of the entry is person', 'report*', '{"field":"userPassword"}'])
      expect(classesOf(text)).not.toContain('ldap');
  });
});

describe('probes of XML', () => {
  test('an entity that HTML does not have is told, those of pages are not', () => {
    for (const text of ['<data>&a4;</data>', '%foo;']) expect(classesOf(text)).toContain('xxe');
    for (const text of ['<b>&nbsp;</b>', 'fish &amp; chips', '100 %; 20 %', '<p>Q&A;</p>']) expect(classesOf(text)).not.toContain('xxe');
  });

  test('a call of a remote method is told', () => {
    expect(classesOf('<methodCall><methodName>pingback.ping</methodName></methodCall>')).toContain('xxe');
    expect(classesOf('<order><id>7</id></order>')).not.toContain('xxe');
  });
});
