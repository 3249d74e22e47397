// lapwing feedback: a person's word on a finding. Harmless is quiet for a month; an attack is never to be learned.
import { Argument, type Command } from 'commander';
import { FEEDBACK_DAYS } from '../../alerts/triage/feedback.ts';
import { STORY_DETECTOR } from '../../alerts/triage/stories.ts';
import { DAY_MS, type Instant, isoOf } from '../../detectors/model/time.ts';
import { EXIT } from '../exit.ts';
import { openFinding } from '../kept-finding.ts';
import { keepFeedback } from '../store/feedback.ts';
import { DEFAULT_STATE } from '../store/state-file.ts';
import { say } from '../terminal.ts';

interface FeedbackFlags {
  readonly state: string;
  readonly owner: string;
  readonly reason: string;
}

const refuse = (reason: string): void => {
  say(reason);
  process.exitCode = EXIT.usage;
};

const run = (id: string, verdict: 'benign' | 'malicious', flags: FeedbackFlags): void => {
  const [owner, reason] = [flags.owner.trim(), flags.reason.trim()];
  if (owner === '' || reason === '') {
    refuse('--owner and --reason say who decided, and why: neither can be empty');
    return;
  }
  const opened = openFinding(flags.state, id, 'write');
  if (opened.kind === 'refused') {
    refuse(opened.reason);
    return;
  }
  const { finding, parts, state } = opened;
  const now = Date.now() as Instant;
  const isStory = finding.detector === STORY_DETECTOR;
  // To hide stories on a function would hide the next attack on it: a story is harmless when each of its parts is.
  const judged = verdict === 'benign' && isStory ? parts : isStory ? [finding, ...parts] : [finding];
  for (const each of judged) keepFeedback(state, { finding: each, verdict, owner, reason, at: isoOf(now) });
  state.keep();
  state.close();
  const what = isStory ? `${judged.length} findings of the story ${finding.id}` : finding.id;
  process.stdout.write(
    verdict === 'benign'
      ? `${what}: harmless, says ${owner}. What the same detectors find on the same function and principal is quiet until ${isoOf((now + FEEDBACK_DAYS * DAY_MS) as Instant).slice(0, 10)}, up to the same severity; every scan with this state says so, and the next one learns it.\n`
      : `${what}: an attack, says ${owner}. Kept with its time, ${finding.window.start} to ${finding.window.end}; the next scan with this state forgets what was learned of it, and learns nothing more of that time.\n`,
  );
};

export const feedbackCommand = (program: Command): void => {
  program
    .command('feedback')
    .description('say of a finding that it is harmless, or an attack')
    .argument('<id>', 'a finding’s or story’s id, or its first digits')
    .addArgument(new Argument('<verdict>').choices(['benign', 'malicious']))
    .option('--state <file>', 'the state file that the scan was given', DEFAULT_STATE)
    .requiredOption('--owner <name>', 'who says so')
    .requiredOption('--reason <text>', 'why')
    .action(run);
};
