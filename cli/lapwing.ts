// The command line: what can be asked of Lapwing, and how it is said. Each command is a file of its own.
import './engine.ts';
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { backtestCommand } from './commands/backtest.ts';
import { benchCommand } from './commands/bench.ts';
import { costCommand } from './commands/cost.ts';
import { coverageCommand } from './commands/coverage.ts';
import { demoCommand } from './commands/demo.ts';
import { evidenceCommand } from './commands/evidence.ts';
import { explainCommand } from './commands/explain.ts';
import { feedbackCommand } from './commands/feedback.ts';
import { functionsCommand } from './commands/functions.ts';
import { policyCommand } from './commands/policy.ts';
import { rulesCommand } from './commands/rules.ts';
import { scanCommand } from './commands/scan.ts';
import { simulateCommand } from './commands/simulate.ts';
import { EXIT } from './exit.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

const program = new Command('lapwing')
  .description('Runtime anomaly detection for serverless applications on AWS, from the logs they already write.')
  .version(version)
  .showHelpAfterError('(lapwing --help says more)')
  .exitOverride();

for (const add of [
  scanCommand,
  explainCommand,
  evidenceCommand,
  feedbackCommand,
  backtestCommand,
  coverageCommand,
  policyCommand,
  functionsCommand,
  costCommand,
  benchCommand,
  demoCommand,
  rulesCommand,
  simulateCommand,
])
  add(program);

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else {
    process.stderr.write(`lapwing: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = EXIT.usage;
  }
}
