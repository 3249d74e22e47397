// lapwing cost: what a deployment would cost a month, by service, beside what managed services would take for the same account.
import { type Command, Option } from 'commander';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { type Alternative, alternativesTo, billOf, type Line, totalOf, UNPRICED } from '../../infra/cost/bill.ts';
import { PRICED, PRICES } from '../../infra/cost/prices.ts';
import { AT_REST, type Deployment, type Volumes } from '../../infra/cost/volumes.ts';
import { EXIT } from '../exit.ts';
import { type Measured, measuredVolumes } from '../measured-volumes.ts';
import { NOTHING_READABLE, scanHistory } from '../scan-history.ts';
import { table } from '../table.ts';
import { say } from '../terminal.ts';

interface CostFlags {
  readonly functions?: string;
  readonly invocations?: string;
  readonly logGb?: string;
  readonly trailEvents?: string;
  readonly objects?: string;
  readonly stream?: true;
  readonly key?: true;
  readonly lookout?: true;
  readonly paidDashboard?: true;
  readonly format: 'text' | 'json';
}

const dollars = (usd: number): string => (usd > 0 && usd < 0.005 ? '<0.01' : usd.toFixed(2));
const amount = (quantity: number): string =>
  quantity >= 1000 ? Math.round(quantity).toLocaleString('en-US') : String(Number(quantity.toPrecision(3)));

const rowsOf = (lines: readonly Line[]): readonly (readonly string[])[] =>
  lines.map(({ service, what, quantity, price, usd }) => [service, what, `${amount(quantity)} × ${PRICES[price].per}`, dollars(usd)]);

const described = ({ functions, invocations, logGb, trailEvents, objects }: Volumes): string =>
  `${amount(functions)} functions, ${amount(invocations)} invocations, ${amount(logGb)} GB of logs (zipped), ${amount(trailEvents)} CloudTrail events, ${amount(objects)} objects`;

interface Priced {
  readonly volumes: Volumes;
  readonly measuredDays: number | null;
  readonly lines: readonly Line[];
  readonly total: number;
  readonly alternatives: readonly Alternative[];
}

const text = ({ volumes, measuredDays, lines, total, alternatives }: Priced): string =>
  [
    `A month, ${measuredDays === null ? 'as given' : `as measured over ${amount(measuredDays)} days`}: ${described(volumes)}.`,
    '',
    table([['service', 'what', 'how much', 'USD'], ...rowsOf(lines), ['all', '', '', dollars(total)]]),
    '',
    'The same account with managed services instead, as far as their prices are known:',
    '',
    table([['service', 'what', 'sees', 'USD'], ...alternatives.map(({ service, what, sees, usd }) => [service, what, sees, dollars(usd)])]),
    ...UNPRICED.map((each) => `Not priced: ${each}.`),
    '',
    `List prices of ${PRICED.region} in ${PRICED.date}, before free quantities; docs/deploy.md says what is measured and what assumed.`,
  ].join('\n');

const json = ({ volumes, measuredDays, lines, total, alternatives }: Priced): string => {
  const priced = (line: Line) => ({ ...line, per: PRICES[line.price].per, source: PRICES[line.price].source });
  return JSON.stringify(
    { ...PRICED, volumes, measuredDays, total, lines: lines.map(priced), alternatives: alternatives.map(priced), unpriced: UNPRICED },
    null,
    2,
  );
};

/** Of what was read: broken off, the volumes are brought to a month from less. */
const measure = async (paths: readonly string[]): Promise<Measured | undefined> => {
  const rules = ruleSet(DEFAULT_SETTINGS, []);
  const { result } = await scanHistory({ paths, settings: DEFAULT_SETTINGS, suppressions: [], rules, now: Date.now() as Instant });
  return measuredVolumes(result);
};

const GIVEN = ['functions', 'invocations', 'logGb', 'trailEvents', 'objects'] as const satisfies readonly (keyof Volumes)[];

const run = async (paths: readonly string[], flags: CostFlags): Promise<void> => {
  const measured = paths.length === 0 ? undefined : await measure(paths);
  if (paths.length > 0 && measured === undefined) {
    say(NOTHING_READABLE);
    process.exitCode = EXIT.usage;
    return;
  }
  const given = GIVEN.flatMap((name) => (flags[name] === undefined ? [] : [[name, Number(flags[name])] as const]));
  if (given.some(([, value]) => !Number.isFinite(value) || value < 0)) {
    say('volumes are numbers, none below zero');
    process.exitCode = EXIT.usage;
    return;
  }
  const volumes: Volumes = { ...(measured?.volumes ?? AT_REST), ...Object.fromEntries(given) };
  const deployment: Deployment = {
    stream: flags.stream === true,
    key: flags.key === true,
    lookout: flags.lookout === true,
    paysDashboard: flags.paidDashboard === true,
  };
  const lines = billOf(volumes, deployment);
  const priced = { volumes, measuredDays: measured?.days ?? null, lines, total: totalOf(lines), alternatives: alternativesTo(volumes) };
  process.stdout.write(`${flags.format === 'json' ? json(priced) : text(priced)}\n`);
};

export const costCommand = (program: Command): void => {
  program
    .command('cost')
    .description('what a deployment would cost a month, from measured or given volumes; without either, at rest')
    .argument('[paths...]', 'as for scan: logs to measure')
    .option('--functions <number>', 'functions that run')
    .option('--invocations <number>', 'a month')
    .option('--log-gb <number>', 'GB of log lines a month, zipped')
    .option('--trail-events <number>', 'CloudTrail management events a month that are read')
    .option('--objects <number>', 'objects of trails and flow logs a month')
    .option('--stream', 'with the Kinesis stream')
    .option('--key', 'with a customer’s key')
    .option('--lookout', 'with a lookout outside')
    .option('--paid-dashboard', 'the account’s three free dashboards are taken')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(run);
};
