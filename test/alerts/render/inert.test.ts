import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderAsff } from '../../../alerts/render/asff.ts';
import { renderEmail } from '../../../alerts/render/email.ts';
import { cut, inHtml, inJson, inMail, inSubject, inTerminal, oneLine } from '../../../alerts/render/inert.ts';
import { renderNdjson } from '../../../alerts/render/ndjson.ts';
import { renderOcsf } from '../../../alerts/render/ocsf.ts';
import { renderReport } from '../../../alerts/render/report.ts';
import { renderText } from '../../../alerts/render/text.ts';
import { stolenFunctionCredentials } from '../fixtures/attacks.ts';
import { HOSTILE_TEXTS, withText } from '../fixtures/hostile.ts';
import { reportInputOf } from '../fixtures/report-input-of.ts';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const UNSEEN_BUT_LINE_FEED = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const anyText = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
/** What ends like this ends an ARN or a path before its name: no name is shown then, harmless or not. */
const aName = anyText.filter((text) => text.trim() !== '' && !/[:/]$/.test(text));
const plain = (_name: string, text: string): string => text;

describe('each channel', () => {
  test.for([
    ['a line break is a space', inTerminal, 'a\r\nb', 'a b'],
    ['an escape sequence is a mark', inTerminal, '\u001b[31mx', '\ufffd[31mx'],
    ['letters stay in their order', oneLine, 'a\u202eb', 'a\ufffdb'],
    ['a scheme is no link', inTerminal, 'https://evil.example', 'https[:]//evil.example'],
    ['a tag is text', inHtml, '<b a="1">&\'', '&lt;b a=&quot;1&quot;&gt;&amp;&#39;'],
    ['a host is no link in a mail', inMail, 'evil.example and a@b.co', 'evil[.]example and a[at]b[.]co'],
    ['numbers and versions stay readable in a mail', inMail, '10.0.0.1, 1.5 MB, e.g. this.', '10.0.0.1, 1.5 MB, e.g. this.'],
    ['a subject is ASCII', inSubject, 'für\r\nBcc: x', 'f?r Bcc: x'],
  ] as const)('%s', ([, inert, text, shown]) => {
    expect(inert(text)).toBe(shown);
  });

  test('JSON keeps its value, with nothing unseen in it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const json = inJson(JSON.stringify({ text }));
        expect(json).not.toMatch(UNSEEN);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });

  test('a cut is never longer than its limit, and never half a letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        expect(cut(text, limit).length).toBeLessThanOrEqual(limit);
        expect(cut(oneLine(text), limit)).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

const hostileFindings = (text: string) =>
  stolenFunctionCredentials.map((finding, place) => withText({ ...finding, id: `id-${place}` }, text));

/** What each line of a mail begins with, whatever a finding holds. */
const OUR_LINES =
  /^($|(INFO|LOW|MEDIUM|HIGH|CRITICAL|Expected|Observed|Mostly|Since|Where|Who|Severity|Runbook|With its commands filled in|In full|Quiet if|Function|Principal|Evidence|ATT&CK): |.*:$|[▁-█▏]+ (usual|now|lately)|Learned from |What happened, in order|- |[123]\. |First steps$|Details$| {4}aws | {2}suppressions:$| {4}- detector: | {6}(function|upTo|owner|reason|expires): |If this is harmless|If one part|\d+ findings)/u;

describe('whatever is written into a name', () => {
  test('a terminal gets lines of ours only, and no link', () => {
    const rendered = (text: string, width: number): string =>
      renderText(reportInputOf(hostileFindings(text), { notes: [text] }), { width, style: plain, minSeverity: 'info' });
    // What stands at a line's beginning is ours: a name is always indented.
    const begins = (out: string): readonly (string | undefined)[] =>
      out
        .split('\n')
        .filter((line) => /^\S/.test(line))
        .map((line) => line.split(' ')[0]);
    fc.assert(
      fc.property(aName, fc.constantFrom(40, 80, 200), (text, width) => {
        const out = rendered(text, width);
        expect(out).not.toMatch(UNSEEN_BUT_LINE_FEED);
        expect(out).not.toContain('://');
        for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(width);
        expect(begins(out)).toEqual(begins(rendered('word', width)));
      }),
    );
  });

  test('a forged line is never at the beginning of a line', () => {
    const out = renderText(reportInputOf(hostileFindings('\nCRITICAL forged'), { notes: ['\nCRITICAL forged'] }), {
      width: 80,
      style: plain,
      minSeverity: 'info',
    });
    expect(out).toContain('forged');
    expect(out).not.toMatch(/^CRITICAL forged/m);
  });

  test('a page has the same tags and attributes as with harmless names', () => {
    // An equals sign in the text is text; only those after a tag's name could be attributes.
    const tags = (text: string): readonly string[] =>
      renderReport(reportInputOf(hostileFindings(text), { title: text, notes: [text] }))
        .match(/<\/?[a-z][^>]*>/g)
        ?.map((tag) => tag.replace(/"[^"]*"/g, '""')) ?? [];
    const quiet = tags('word');
    fc.assert(
      fc.property(aName, (text) => {
        expect(tags(text)).toEqual(quiet);
      }),
    );
  });

  test('a page has no link out, and no script', () => {
    for (const text of HOSTILE_TEXTS) {
      const page = renderReport(reportInputOf(hostileFindings(text), { title: text, notes: [text] }));
      expect(page).not.toMatch(UNSEEN_BUT_LINE_FEED);
      expect(page).not.toMatch(/<script|<img|<link|<iframe|\son\w+="|(src|href)="(?!#finding-\d+")/i);
    }
  });

  test('a machine gets one object a line, with the text as it was', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const findings = hostileFindings(text);
        for (const out of [renderNdjson(findings), renderOcsf(findings), renderAsff(findings)]) {
          expect(out).not.toMatch(UNSEEN_BUT_LINE_FEED);
          const lines = out.split('\n');
          expect(lines.pop()).toBe('');
          expect(lines).toHaveLength(findings.length);
          for (const line of lines) JSON.parse(line);
        }
      }),
    );
    expect(JSON.parse(renderNdjson(hostileFindings('\n<b>\u202e')).split('\n')[0] ?? '').title).toBe('Title \n<b>\u202e');
  });

  test('a mail has a subject that SNS takes, no link, and no line that is not ours', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [first, ...others] = hostileFindings(text);
        if (first === undefined) throw new Error('fixture');
        for (const { subject, body } of [
          renderEmail(first),
          renderEmail({ ...first, parts: others.map((part) => part.id) }, { parts: others }),
        ]) {
          expect(subject).toMatch(/^[ -~]{1,99}$/);
          expect(body).not.toMatch(UNSEEN_BUT_LINE_FEED);
          expect(body).not.toMatch(/:\/\/|@|\.(?=\p{L}[\p{L}\p{N}-])(?!md\b|yml\b)/u);
          expect(new TextEncoder().encode(body).length).toBeLessThan(32 * 1024);
          for (const line of body.split('\n')) {
            expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(998);
            expect(line).toMatch(OUR_LINES);
          }
        }
      }),
    );
  });
});
