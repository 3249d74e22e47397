// lapwing evidence: everything that stands behind one finding, in a folder for an auditor or an incident's channel, each file hashed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { redactRecord } from '../../alerts/redact/redact-record.ts';
import { renderEmail } from '../../alerts/render/email.ts';
import { findingLine } from '../../alerts/render/ndjson.ts';
import { renderReport } from '../../alerts/render/report.ts';
import { BEHAVIOURS } from '../../detectors/behaviours/catalogue.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { readConfig } from '../config-file.ts';
import { EXIT } from '../exit.ts';
import { findRecords } from '../find-records.ts';
import { openFinding, reportOf } from '../kept-finding.ts';
import { ruleTextOf } from '../rule-text.ts';
import { baselinesOf } from '../store/baseline-versions.ts';
import { allFeedback } from '../store/feedback.ts';
import { DEFAULT_STATE } from '../store/state-file.ts';
import { decisionOf } from '../store/triage-decisions.ts';
import { brokenRecords, say } from '../terminal.ts';

interface EvidenceFlags {
  readonly config?: string;
  readonly state: string;
  readonly out: string;
  readonly rules?: string[];
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const findingJson = (finding: Finding): string => json(JSON.parse(findingLine(finding)));

/** What found it: a rule's own text, or what a behaviour says of itself. */
const detectorFiles = (findings: readonly Finding[], folders: readonly string[]): readonly (readonly [string, string])[] =>
  [...new Set(findings.map(({ detector }) => detector))].sort().flatMap((id): readonly (readonly [string, string])[] => {
    const rule = ruleTextOf(id, folders);
    if (rule !== undefined) return [[`detectors/${id}.yml`, rule]];
    const behaviour = BEHAVIOURS.find((each) => each.id === id);
    return behaviour === undefined ? [] : [[`detectors/${id}.json`, json(behaviour)]];
  });

const run = async (id: string, paths: readonly string[], flags: EvidenceFlags): Promise<void> => {
  const refuse = (reason: string): void => {
    say(reason);
    process.exitCode = EXIT.usage;
  };
  const configured = readConfig(flags.config, new Date().toISOString());
  if (configured.kind === 'refused') {
    refuse(`${flags.config}: ${configured.reason}`);
    return;
  }
  if (existsSync(flags.out) && readdirSync(flags.out).length > 0) {
    refuse(`${flags.out} is not empty: name a folder that is, or a new one`);
    return;
  }
  const opened = openFinding(flags.state, id, 'read');
  if (opened.kind === 'refused') {
    refuse(opened.reason);
    return;
  }
  const { finding, parts, state } = opened;
  const told = [finding, ...parts];
  const decisions = told.flatMap((each) => decisionOf(state, each.id) ?? []);
  const ids = new Set(told.map((each) => each.id));
  const feedback = allFeedback(state)
    .filter((each) => ids.has(each.finding.id))
    .map(({ finding: about, ...said }) => ({ finding: about.id, ...said }));
  const baselines = baselinesOf(state, told);
  state.close();
  const mail = renderEmail(finding, { parts });
  const files: (readonly [string, string])[] = [
    ['finding.json', findingJson(finding)],
    ...parts.map((part): readonly [string, string] => [`parts/${part.id}.json`, findingJson(part)]),
    ['picture.html', renderReport(reportOf(finding, parts, flags.state))],
    ['mail.txt', `${mail.subject}\n\n${mail.body}`],
    ['triage.json', json({ decisions, feedback })],
    ['baselines.json', json(baselines)],
    ...detectorFiles(told, flags.rules ?? []),
  ];
  const evidence = [...new Set(told.flatMap((each) => each.evidence))];
  let missing: readonly string[] = evidence;
  if (paths.length > 0) {
    const broken = brokenRecords();
    const records = await findRecords(evidence, paths, broken.tell, configured.declared);
    broken.end();
    const foundIds = new Set(records.map((record) => record.id));
    missing = evidence.filter((record) => !foundIds.has(record));
    files.push([
      'records.ndjson',
      records.map((record) => `${JSON.stringify({ ...record, record: redactRecord(record.record) })}\n`).join(''),
    ]);
  }
  for (const [name, text] of files) {
    mkdirSync(dirname(join(flags.out, name)), { recursive: true });
    writeFileSync(join(flags.out, name), text);
  }
  const lines = files
    .map(([name, text]) => `${createHash('sha256').update(text, 'utf8').digest('hex')}  ${name}`)
    .sort((one, other) => (one.slice(66) < other.slice(66) ? -1 : 1));
  writeFileSync(join(flags.out, 'MANIFEST'), `${lines.join('\n')}\n`);
  process.stdout.write(
    `${files.length + 1} files in ${flags.out}; ${evidence.length - missing.length} of ${evidence.length} records. To check: cd ${flags.out} && sha256sum -c MANIFEST\n`,
  );
  if (paths.length === 0) say('without log paths the records themselves are left out; give those that were scanned');
  else if (missing.length > 0) say(`not found in these logs: ${missing.join(', ')}`);
};

export const evidenceCommand = (program: Command): void => {
  program
    .command('evidence')
    .description('a folder with all that stands behind a finding: records, rule, baseline, picture, decisions, hashes')
    .argument('<id>', 'a finding’s or story’s id, or its first digits')
    .argument('[paths...]', 'the logs that were scanned, named as they were then: its records are taken from them')
    .option('--state <file>', 'the state file that the scan was given', DEFAULT_STATE)
    .requiredOption('--out <folder>', 'a new or empty folder')
    .option('--config <file>', 'the lapwing.yml that the scan was given: the formats it declares are read')
    .option('--rules <dir>', 'the folder of rules that the scan was given; may be given again', (dir: string, dirs: string[] = []) => [
      ...dirs,
      dir,
    ])
    .action(run);
};
