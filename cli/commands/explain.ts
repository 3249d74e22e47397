// lapwing explain: one finding of an earlier scan with its baseline's picture, in the terminal or as a page.
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { renderReport } from '../../alerts/render/report.ts';
import { renderText } from '../../alerts/render/text.ts';
import { EXIT } from '../exit.ts';
import { openFinding, reportOf } from '../kept-finding.ts';
import { say, styleFor, widthOf } from '../terminal.ts';

interface ExplainFlags {
  readonly state: string;
  readonly html?: string;
}

const run = (id: string, flags: ExplainFlags): void => {
  const opened = openFinding(flags.state, id, 'read');
  if (opened.kind === 'refused') {
    say(opened.reason);
    process.exitCode = EXIT.usage;
    return;
  }
  opened.state.close();
  const input = reportOf(opened.finding, opened.parts);
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
