// What each format makes of an incident, kept to be read: test/golden/renderings/INCIDENT/FORMAT. UPDATE_GOLDEN=1 writes them anew.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { renderAsff } from '../../../alerts/render/asff.ts';
import { renderChat } from '../../../alerts/render/chat.ts';
import { renderEmail } from '../../../alerts/render/email.ts';
import { renderEvent } from '../../../alerts/render/event.ts';
import { renderNdjson } from '../../../alerts/render/ndjson.ts';
import { renderOcsf } from '../../../alerts/render/ocsf.ts';
import { renderReport } from '../../../alerts/render/report.ts';
import { renderSnsMessage } from '../../../alerts/render/sns-message.ts';
import { renderText } from '../../../alerts/render/text.ts';
import { triage } from '../../../alerts/triage/triage.ts';
import type { Finding } from '../../../detectors/model/finding.ts';
import { INCIDENTS } from '../fixtures/incidents.ts';
import { reportInputOf } from '../fixtures/report-input-of.ts';

const FOLDER = fileURLToPath(new URL('../../golden/renderings/', import.meta.url));
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';
const NOW = '2026-09-01T00:00:00Z';
const PROJECT = { projectUrl: 'https://git.example.com/lapwing/' };

const pretty = (json: string): string => `${JSON.stringify(JSON.parse(json), null, 2)}\n`;

const renderings = (findings: readonly Finding[]): Readonly<Record<string, string>> => {
  const { findings: all, stories } = triage(findings, { now: NOW, nonProduction: ['nightly-*'] });
  const [alert] = [...stories, ...all];
  if (alert === undefined) throw new Error('fixture');
  const parts = alert.parts.flatMap((id) => all.filter((finding) => finding.id === id));
  const input = reportInputOf(all, { title: 'golden', period: alert.window, stories, notes: [], functions: [] });
  const mail = renderEmail(alert, { ...PROJECT, parts });
  return {
    'mail.txt': `Subject: ${mail.subject}\n\n${mail.body}`,
    'sns.json': `${JSON.stringify(renderSnsMessage(alert, { ...PROJECT, parts, environment: 'production' }), null, 2)}\n`,
    'chat.json': pretty(renderChat(alert, { ...PROJECT, parts })),
    'event.json': `${JSON.stringify(renderEvent(alert), null, 2)}\n`,
    'finding.ndjson': renderNdjson([...all, ...stories]),
    'ocsf.ndjson': renderOcsf([...all, ...stories], { productVersion: '0.1.0' }),
    'asff.ndjson': renderAsff([...all, ...stories]),
    'text.txt': renderText(input, { width: 100, style: (_, text) => text, minSeverity: 'info' }),
    'report.html': renderReport(input),
  };
};

describe.for(Object.keys(INCIDENTS))('%s', (name) => {
  const made = renderings(INCIDENTS[name] ?? []);
  if (UPDATE) {
    rmSync(join(FOLDER, name), { recursive: true, force: true });
    for (const [file, text] of Object.entries(made)) {
      mkdirSync(dirname(join(FOLDER, name, file)), { recursive: true });
      writeFileSync(join(FOLDER, name, file), text);
    }
  }

  test.for(Object.entries(made))('%s', ([file, text]) => {
    expect(text).toBe(readFileSync(join(FOLDER, name, file), 'utf8'));
  });

  test('a mail has a subject that SNS takes, no line that mail refuses, and three first steps', () => {
    const [subject = '', ...lines] = (made['mail.txt'] ?? '').split('\n');
    expect(subject).toMatch(/^Subject: \[Lapwing [ -~]{1,89}$/);
    for (const line of lines) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(998);
    expect(lines.filter((line) => /^[123]\. /.test(line))).toHaveLength(3);
  });
});

test('every picture in the folder is one of these', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(INCIDENTS).sort());
  for (const name of readdirSync(FOLDER))
    expect(readdirSync(join(FOLDER, name)).sort(), name).toEqual(Object.keys(renderings(INCIDENTS[name] ?? [])).sort());
});
