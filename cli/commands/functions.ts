// lapwing functions: what the account says of its functions, for `lapwing scan --functions`.
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { lambdaClient, listFunctions } from '../../ingest/aws/list-functions.ts';
import { EXIT } from '../exit.ts';
import { say } from '../terminal.ts';

const run = async ({ out }: { readonly out?: string }): Promise<void> => {
  const listed = await listFunctions(lambdaClient());
  if (listed.kind === 'failed') {
    say(listed.reason);
    process.exitCode = EXIT.usage;
    return;
  }
  const text = `${JSON.stringify({ Functions: listed.functions }, null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else writeFileSync(out, text);
};

export const functionsCommand = (program: Command): void => {
  program
    .command('functions')
    .description('read from the account which functions it has and where they are, for scan --functions')
    .option('--out <file.json>', 'write it there')
    .action(run);
};
