// lapwing explain: one finding of an earlier scan, or of a deployment, with its baseline's picture, in the terminal or as a page.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Command } from 'commander';
import { redactFinding } from '../../alerts/redact/redact-finding.ts';
import { filledRunbook } from '../../alerts/render/filled-runbook.ts';
import { renderReport } from '../../alerts/render/report.ts';
import { renderExplained } from '../../alerts/render/text.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { PREFIX } from '../../infra/names.ts';
import { dynamoTable } from '../../infra/state/dynamo-table.ts';
import { DAYS_BACK, type FoundDeployed, findDeployed } from '../deployed-finding.ts';
import { EXIT } from '../exit.ts';
import { openFinding, reportOf } from '../kept-finding.ts';
import { DEFAULT_STATE } from '../store/state-file.ts';
import { say, styleFor, widthOf } from '../terminal.ts';

interface ExplainFlags {
  readonly state: string;
  readonly deployed?: true | string;
  readonly days: string;
  readonly html?: string;
  readonly runbook?: boolean;
}

type Explained = ({ readonly kind: 'found' } & FoundDeployed) | { readonly kind: 'refused'; readonly reason: string };

/** The project's own page, or one of the user's beside their rules; nothing else is read. */
const runbookOf = ({ runbook }: Finding): string | undefined => {
  if (!/^runbooks\/[\w.-]{1,100}\.md$/.test(runbook)) return undefined;
  const path = [fileURLToPath(new URL(`../../${runbook}`, import.meta.url)), runbook].find((each) => existsSync(each));
  return path === undefined ? undefined : readFileSync(path, 'utf8');
};

const ofState = (id: string, file: string): Explained => {
  const opened = openFinding(file, id, 'read');
  if (opened.kind === 'found') opened.state.close();
  return opened;
};

const ofDeployment = async (id: string, table: string, days: number): Promise<Explained> => {
  if (!Number.isInteger(days) || days < 1) return { kind: 'refused', reason: '--days takes a whole number of days' };
  const found = await findDeployed(dynamoTable(new DynamoDBClient(), table), id, Date.now(), days);
  return found === undefined
    ? { kind: 'refused', reason: `no finding ${id} of the last ${days} days in the table ${table}; --days looks further back` }
    : { kind: 'found', ...found };
};

const run = async (id: string, flags: ExplainFlags): Promise<void> => {
  const found =
    flags.deployed === undefined
      ? ofState(id, flags.state)
      : await ofDeployment(id, flags.deployed === true ? `${PREFIX}-findings` : flags.deployed, Number(flags.days));
  if (found.kind === 'refused') {
    say(found.reason);
    process.exitCode = EXIT.usage;
    return;
  }
  if (flags.runbook === true) {
    const page = runbookOf(found.finding);
    if (page === undefined) {
      say(`${found.finding.runbook}: no such page`);
      process.exitCode = EXIT.usage;
    } else process.stdout.write(filledRunbook(page, redactFinding(found.finding)));
    return;
  }
  const input = reportOf(found.finding, found.parts, flags.deployed === undefined ? flags.state : undefined);
  if (flags.html !== undefined) writeFileSync(flags.html, renderReport(input));
  else process.stdout.write(renderExplained(input, { width: widthOf(process.stdout), style: styleFor(process.stdout) }));
};

export const explainCommand = (program: Command): void => {
  program
    .command('explain')
    .description('one finding of an earlier scan, with the picture of its baseline')
    .argument('<id>', 'a finding’s or story’s id, or its first digits')
    .option('--state <file>', 'the state file that the scan was given', DEFAULT_STATE)
    .option('--deployed [table]', 'a finding of the deployment, by its whole id; the table is lapwing-findings unless named')
    .option('--days <number>', 'how far back to look in a deployment', String(DAYS_BACK))
    .option('--runbook', 'its runbook instead, with the finding’s names filled into commands and queries')
    .option('--html <file>', 'write a page instead')
    .action(run);
};
