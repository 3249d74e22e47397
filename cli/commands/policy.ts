// lapwing policy: the least IAM policy that allows what a function was seen to do, and what its role has beyond it.
import { readFileSync, writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import { type FunctionId, functionLabel, functionParts } from '../../detectors/model/identity.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import { type Instant, isoOf } from '../../detectors/model/time.ts';
import { EXIT } from '../exit.ts';
import { blindSpots } from '../policy/blind-spots.ts';
import { buildPolicy } from '../policy/build-policy.ts';
import { comparePolicy } from '../policy/compare-policy.ts';
import { givenPolicy } from '../policy/given-policy.ts';
import { knownAction } from '../policy/iam-reference.ts';
import { type PolicyReport, policyText } from '../policy/policy-text.ts';
import { questionedBy } from '../policy/questioned-use.ts';
import { scan } from '../scan.ts';
import { keptSince } from '../store/kept-findings.ts';
import { openState, type StateFile } from '../store/state-file.ts';
import { dataEventServices, functionsNamed, functionsWithUses, type UsedAction, usesOf } from '../store/used-actions.ts';
import { breakOff, brokenRecords, progressLine, say } from '../terminal.ts';
import { parseWhen } from '../when.ts';

interface PolicyFlags {
  readonly state?: string;
  readonly has?: string;
  readonly out?: string;
  readonly since?: string;
  readonly until?: string;
  readonly format: 'text' | 'json';
}

const refuse = (reason: string): void => {
  say(reason);
  process.exitCode = EXIT.usage;
};

const readLogs = async (
  paths: readonly string[],
  state: StateFile,
  since: Instant | undefined,
  until: Instant | undefined,
  now: Instant,
): Promise<readonly Finding[]> => {
  const broken = brokenRecords();
  const { findings } = await scan({
    paths,
    title: paths.join(', '),
    settings: DEFAULT_SETTINGS,
    suppressions: [],
    rules: ruleSet(DEFAULT_SETTINGS, []),
    state,
    now,
    since,
    until,
    keepUses: true,
    progress: progressLine(false),
    signal: breakOff().signal,
    onBroken: broken.tell,
  });
  broken.end();
  return findings;
};

/** Names of functions told to somebody who asked for another. */
const NAMED = 12;

const reportOf = async (
  function_: FunctionId,
  uses: readonly UsedAction[],
  findings: readonly Finding[],
  state: StateFile,
  has: string | undefined,
): Promise<PolicyReport | string> => {
  const built = await buildPolicy(uses, knownAction, questionedBy(findings, functionLabel(function_)));
  const given = has === undefined ? undefined : givenPolicy(readFileSync(has, 'utf8'));
  if (given?.kind === 'refused') return `${has} ${given.reason}`;
  return {
    function: functionLabel(function_),
    calls: uses.reduce((sum, { calls }) => sum + calls, 0),
    since: Math.min(...uses.map(({ firstTime }) => firstTime)) as Instant,
    until: Math.max(...uses.map(({ lastTime }) => lastTime)) as Instant,
    ...built,
    notShown: blindSpots(dataEventServices(state)),
    comparison: given === undefined ? undefined : comparePolicy(built.observed, given),
  };
};

const run = async (name: string, paths: readonly string[], flags: PolicyFlags): Promise<void> => {
  const now = Date.now() as Instant;
  const since = flags.since === undefined ? undefined : parseWhen(flags.since, now);
  const until = flags.until === undefined ? undefined : parseWhen(flags.until, now);
  if (since === 'unreadable' || until === 'unreadable') {
    refuse('--since and --until take a time such as 2026-03-02T14:00Z, or a span back from now such as 36h or 7d');
    return;
  }
  if ((paths.length === 0) === (flags.state === undefined)) {
    refuse('lapwing policy FN takes either the logs to read or --state with the file of an earlier scan');
    return;
  }
  const opened = openState(flags.state, flags.state === undefined ? 'write' : 'read');
  if (opened.kind === 'refused') {
    refuse(`${flags.state ?? 'temporary state'}: ${opened.reason}`);
    return;
  }
  const { state } = opened;
  const findings = paths.length > 0 ? await readLogs(paths, state, since, until, now) : keptSince(state, '');
  const known = functionsWithUses(state);
  const [found, ...others] = functionsNamed(known, name);
  if (found === undefined) {
    const names = [...new Set(known.map((id) => functionParts(id).name))];
    refuse(
      names.length === 0
        ? 'no call by any function was seen: a policy is made from CloudTrail records'
        : `nothing was seen of ${name}; of these it was: ${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`,
    );
    return;
  }
  if (others.length > 0) {
    refuse(`several functions are called ${name}; give one by its ARN: ${[found, ...others].map(functionLabel).join(', ')}`);
    return;
  }
  const report = await reportOf(found, usesOf(state, found), findings, state, flags.has);
  state.close();
  if (typeof report === 'string') {
    refuse(report);
    return;
  }
  if (flags.out !== undefined) writeFileSync(flags.out, `${JSON.stringify(report.policy, null, 2)}\n`);
  const json = { ...report, since: isoOf(report.since), until: isoOf(report.until) };
  process.stdout.write(flags.format === 'json' ? `${JSON.stringify(json, null, 2)}\n` : policyText(report));
};

export const policyCommand = (program: Command): void => {
  program
    .command('policy')
    .description('the least IAM policy that allows what a function was seen to do, and what its role has beyond it')
    .argument('<function>', 'name or ARN')
    .argument('[paths...]', 'logs to read, as for scan; CloudTrail is what tells')
    .option('--state <file>', 'from what earlier scans with this state saw, instead of logs')
    .option('--has <policy.json>', 'the policy its role has, as a document or as the AWS CLI prints it: say what differs')
    .option('--out <file>', 'write the policy document alone')
    .option('--since <time>', 'only records from this time on')
    .option('--until <time>', 'only records before this time')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(run);
};
