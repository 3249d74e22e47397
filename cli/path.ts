// The path, in one place: items → activities → rules on each record, folds → baselines: assess, then learn → findings.
// The same pure functions run deployed; only what feeds them and what takes their findings differs.

import { derivedFields } from '../detectors/derived-fields.ts';
import type { Activity } from '../detectors/model/activity.ts';
import type { Finding } from '../detectors/model/finding.ts';
import type { FunctionNetwork } from '../detectors/model/function-network.ts';
import { functionParts } from '../detectors/model/identity.ts';
import type { Settings } from '../detectors/model/settings.ts';
import type { Severity } from '../detectors/model/severity.ts';
import { DAY_MS, type Instant } from '../detectors/model/time.ts';
import { newCorrelator } from '../detectors/sigma/correlate.ts';
import { type FilterUse, newFilterTally } from '../detectors/sigma/filter-uses.ts';
import type { Matcher } from '../detectors/sigma/matcher.ts';
import type { DetectionRule, LoadedRules } from '../detectors/sigma/rule.ts';
import { addMatch, newRuleMatches, ruleFindingId, ruleFindings } from '../detectors/sigma/rule-findings.ts';
import { type Account, countFolded, countNovel, countQuarantined, countReceived, countSkipped, emptyAccount } from '../ingest/account.ts';
import type { ItemSink } from '../ingest/aws/item-sink.ts';
import { isCorrection } from '../ingest/decode/cloudtrail.ts';
import { noveltiesOf } from '../ingest/decode/novelty.ts';
import { openReader } from '../ingest/decode/reader.ts';
import type { Format, QuarantineReason, Sink } from '../ingest/decode/sink.ts';
import type { SourceHints, Surroundings } from '../ingest/decode/source.ts';
import { fold } from '../ingest/fold/fold.ts';
import { labelsOf, relabelled, withSubject } from '../ingest/fold/relabel.ts';
import type { AccountDescription } from '../ingest/functions/account-description.ts';
import { withCandidates } from '../ingest/functions/candidates.ts';
import { credited } from '../ingest/functions/credited.ts';
import { findingSample } from '../ingest/functions/finding-sample.ts';
import { newNetworkMap } from '../ingest/functions/network-map.ts';
import { requestFunctions, requestIdsIn } from '../ingest/functions/request-functions.ts';
import { newRunBook } from '../ingest/runs/run-book.ts';
import { type Assessed, assessAll } from './assess-all.ts';
import { type KnownRecords, knownRecords } from './known-records.ts';
import { grownFrom } from './store/kept-findings.ts';
import { partialStore } from './store/partial-store.ts';
import { seenRecords } from './store/seen-records.ts';
import { shelvedEvents } from './store/shelved-events.ts';
import type { StateFile } from './store/state-file.ts';
import { usedActions } from './store/used-actions.ts';

export interface PathOptions {
  readonly settings: Settings;
  readonly loaded: LoadedRules;
  readonly matcher: Matcher;
  readonly state: StateFile;
  readonly surroundings: Surroundings;
  /** The clock: records from further than a day after it are refused. */
  readonly now: Instant;
  readonly since: Instant | undefined;
  readonly until: Instant | undefined;
  /** Functions whose place in a VPC the configuration tells. */
  readonly functions?: readonly FunctionNetwork[];
  /** What the account says of its functions and interfaces. */
  readonly descriptions?: readonly AccountDescription[];
  /** Whether to keep what each function used, for `lapwing policy`. */
  readonly keepUses?: boolean;
  /** Told of each record that could not be read, as it happens. */
  readonly onBroken: (source: string, line: number, reason: QuarantineReason, detail: string) => void;
}

export interface PathResult extends Assessed {
  readonly findings: readonly Finding[];
  /** The finding with the functions that other records tell of: who handled its requests, who may have sent its traffic. */
  readonly named: (finding: Finding) => Finding;
  /** What the Sigma filters hid. */
  readonly filters: readonly FilterUse[];
  readonly account: Account;
  readonly period: { readonly start: Instant; readonly end: Instant } | undefined;
}

export interface Path {
  /** A place to put the items of one source. */
  source(hints: SourceHints): ItemSink & { end(): void };
  /** After the last source: assesses what came. */
  finish(): PathResult;
}

/** A clock may be wrong by hours; a record from the day after tomorrow would push every baseline ahead. */
const FUTURE_ALLOWED_MS = DAY_MS;

export const openPath = (options: PathOptions): Path => {
  const account = emptyAccount();
  const seen = seenRecords(options.state);
  const partials = partialStore(options.state);
  const uses = options.keepUses === true ? usedActions(options.state) : undefined;
  const network = newNetworkMap();
  for (const { interfaces } of options.descriptions ?? []) for (const known of interfaces) network.addInterface(known);
  for (const { functions } of options.descriptions ?? []) for (const known of functions) network.add(known);
  for (const known of options.functions ?? []) network.add(known);
  const through = findingSample();
  const requests = requestFunctions();
  const requested = findingSample();
  const derived = derivedFields(options.settings);
  const matches = newRuleMatches(derived);
  const filters = newFilterTally(options.loaded);
  const correlator = newCorrelator(options.loaded, derived, shelvedEvents(options.state));
  /** Windows that ended before this were learned by an earlier scan with the same state. */
  const learnedUntil = Number(options.state.meta('learned-until') ?? 0);
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;

  /** The item being read: what its records are known by when AWS gave them no id. */
  let item = '';

  const hide = (rule: DetectionRule, activity: Activity, upTo: Severity): void => correlator.addMatch(rule, withSubject(activity), upTo);

  const matchRules = (activity: Activity): void => {
    const matched = options.matcher.matchActivity(activity, filters.watch(activity, hide));
    if (matched.length === 0) return;
    const subject = withSubject(activity);
    for (const rule of matched) {
      addMatch(matches, rule, subject);
      correlator.addMatch(rule, subject);
      // What only correlations refer to makes no finding of its own.
      if (rule.referencedOnly) continue;
      if (activity.kind === 'connection') through.add(ruleFindingId(rule, subject), activity.interfaceId);
      else if (activity.kind === 'http-request') {
        const finding = ruleFindingId(rule, subject);
        for (const requestId of requestIdsIn(activity.record)) requested.add(finding, requestId);
      }
    }
  };

  /** What is known to be what it says it is: rules, then the fold. */
  const take = (source: string, format: Format, activity: Activity): void => {
    const { time } = activity;
    matchRules(activity);
    uses?.add(activity);
    if (activity.kind === 'api-call') network.learn(activity);
    else requests.learn(activity);
    if (time < learnedUntil) {
      countSkipped(account, source, format, 'late');
      return;
    }
    fold(activity, partials.cell);
    countFolded(account, source, format);
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
  };

  /** What an application prints in the shape of Lambda's own lines is told from them before it is taken. */
  const runs = newRunBook(take);

  const sinkOf = (source: string, known: KnownRecords): Sink => ({
    activity(format, activity, text) {
      const { time } = activity;
      for (const what of noveltiesOf(format, activity)) countNovel(account, format, what);
      if (time > options.now + FUTURE_ALLOWED_MS) {
        countQuarantined(account, source, format, 'bad-time');
        options.onBroken(source, 0, 'bad-time', `record ${activity.id} is from the future`);
        return;
      }
      if ((options.since !== undefined && time < options.since) || (options.until !== undefined && time >= options.until)) {
        countSkipped(account, source, format, 'out-of-range');
        return;
      }
      if (!known.isNew(activity, item, text)) {
        if (activity.kind === 'api-call' && isCorrection(activity.record)) matchRules(activity);
        countSkipped(account, source, format, 'duplicate');
        return;
      }
      if (activity.service === 'lambda') runs.add(source, format, activity);
      else take(source, format, activity);
    },
    skip: (format, reason) => countSkipped(account, source, format, reason),
    notice: (format, what) => countNovel(account, format, what),
    quarantine(format, reason, place, detail) {
      countQuarantined(account, source, format, reason);
      options.onBroken(source, place.line, reason, detail);
    },
  });

  return {
    source(hints) {
      const sink = sinkOf(hints.name, knownRecords(seen, hints.name));
      const reader = openReader(hints, options.surroundings, sink);
      return {
        item(text, line) {
          item = text;
          reader.item(text, line);
        },
        value(value, text, line) {
          item = text;
          reader.value(value, text, line);
        },
        broken(reason, line, detail) {
          countReceived(account, hints.name, 1);
          sink.quarantine('unknown', reason, { source: hints.name, line }, detail);
        },
        end() {
          reader.end();
          countReceived(account, hints.name, reader.received());
        },
      };
    },
    finish() {
      runs.end();
      // Windows that an earlier scan left open may reach further than what came now.
      const until = Math.max(latest, Number(options.state.meta('latest') ?? Number.NEGATIVE_INFINITY)) as Instant;
      const assessed = assessAll(options.state, partials, options.settings, until);
      if (Number.isFinite(until)) options.state.setMeta('latest', String(until));
      for (const finding of assessed.findings) correlator.addFinding(finding);
      uses?.save(assessed.resolved, assessed.functions, until);
      const labels = labelsOf(assessed.resolved);
      const invocations = new Map(assessed.functions.map((each) => [functionParts(each.function).name, each.invocations]));
      const findings = [...ruleFindings(matches, options.settings), ...assessed.findings, ...correlator.findings()].map((finding) =>
        grownFrom(options.state, relabelled(finding, labels)),
      );
      if (options.state.persistent) {
        seen.save();
        partials.save();
      }

      const named = (finding: Finding): Finding => {
        const interfaces = [...through.of(finding.id), ...(assessed.interfaces.get(finding.id) ?? [])];
        return withCandidates(credited(finding, requested.of(finding.id), requests, labels), interfaces, network, invocations);
      };
      const period = earliest <= latest ? { start: earliest as Instant, end: latest as Instant } : undefined;
      return { ...assessed, findings, named, filters: filters.uses(options.now), account, period };
    },
  };
};
