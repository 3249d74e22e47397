// lapwing explain: one finding of an earlier scan with its baseline's picture, in the terminal or as a page.
import { existsSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { renderReport } from '../../alerts/render/report.ts';
import type { ReportInput } from '../../alerts/render/report-input.ts';
import { renderText } from '../../alerts/render/text.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { EXIT } from '../exit.ts';
import { findKept } from '../store/kept-findings.ts';
import { openState } from '../store/state-file.ts';
import { say, styleFor, widthOf } from '../terminal.ts';

interface ExplainFlags {
  readonly state: string;
  readonly html?: string;
}

const refuse = (reason: string): void => {
  say(reason);
  process.exitCode = EXIT.usage;
};

const inputOf = (finding: Finding, parts: readonly Finding[]): ReportInput => ({
  title: finding.title,
  period: finding.window,
  findings: finding.kind === 'sequence' ? parts : [finding],
  stories: finding.kind === 'sequence' ? [finding] : [],
  statistics: { received: 0, folded: 0, skipped: {}, quarantined: {}, bySource: {} },
  functions: [],
  notes: [],
});

const run = (id: string, flags: ExplainFlags): void => {
  if (!existsSync(flags.state)) {
    refuse(`${flags.state}: no such state; scan with --state ${flags.state} first`);
    return;
  }
  const opened = openState(flags.state, 'read');
  if (opened.kind === 'refused') {
    refuse(`${flags.state}: ${opened.reason}`);
    return;
  }
  const [finding, another] = findKept(opened.state, id);
  const parts = (finding?.parts ?? []).flatMap((part) => findKept(opened.state, part));
  opened.state.close();
  if (finding === undefined) {
    refuse(`no finding ${id} in ${flags.state}; ids are printed by lapwing scan --state ${flags.state}`);
    return;
  }
  if (another !== undefined) {
    refuse(`${id} begins more than one finding's id; give more of it`);
    return;
  }
  const input = inputOf(finding, parts);
  if (flags.html !== undefined) writeFileSync(flags.html, renderReport(input));
  else process.stdout.write(renderText(input, { width: widthOf(process.stdout), style: styleFor(process.stdout), minSeverity: 'info' }));
};

export const explainCommand = (program: Command): void => {
  program
    .command('explain')
    .description('one finding of an earlier scan, with the picture of its baseline')
    .argument('<id>', 'a finding’s or story’s id, or its first digits')
    .requiredOption('--state <file>', 'the state file that the scan was given')
    .option('--html <file>', 'write a page instead')
    .action(run);
};
