// What each filter hid: matches counted once each, however often and in whatever order their records come.
import type { Activity } from '../model/activity.ts';
import { hasExpired } from '../model/expiry.ts';
import type { Severity } from '../model/severity.ts';
import { gravestOf } from './filter-gravity.ts';
import type { FilterFate, OnFiltered } from './matcher.ts';
import type { DetectionRule, LoadedRules } from './rule.ts';
import { addToSample, distinctCount, newSample, type Sample } from './sample.ts';

export interface FilterUse {
  readonly suppression: {
    readonly id: string;
    readonly owner: string;
    readonly reason: string;
    readonly expires: string;
    readonly upTo: Severity;
  };
  readonly expired: boolean;
  /** Matches: a record that two rules match is two. */
  readonly hid: number;
  /** Matches it would have hidden, had it not expired. */
  readonly wouldHide: number;
  /** Matches of rules graver than it was written for, which were shown. */
  readonly tooGrave: number;
}

export interface FilterTally {
  /** For the matcher; `hidden` is told of each match that a filter hides. Undefined when there is no filter: the hot path. */
  watch(activity: Activity, hidden: (rule: DetectionRule, activity: Activity, upTo: Severity) => void): OnFiltered | undefined;
  /** In the order of the filters. */
  uses(nowMs: number): readonly FilterUse[];
}

/** Counts are exact up to this, then within 5 % (1/√512), as those of findings. */
const MATCHES = 512;

export const newFilterTally = ({ filters }: Pick<LoadedRules, 'filters'>): FilterTally => {
  const samples = new Map<string, Sample>();
  const keyOf = (id: string, fate: FilterFate): string => `${fate} ${id}`;
  const countOf = (id: string, fate: FilterFate): number => {
    const sample = samples.get(keyOf(id, fate));
    return sample === undefined ? 0 : distinctCount(sample);
  };
  return {
    watch: (activity, hidden) => {
      if (filters.length === 0) return undefined;
      return ({ id, upTo }, fate, rule) => {
        const key = keyOf(id, fate);
        const sample = samples.get(key) ?? newSample(MATCHES);
        samples.set(key, sample);
        addToSample(sample, `${rule.id} ${activity.id}`, '');
        if (fate === 'hidden') hidden(rule, activity, upTo);
      };
    },
    uses: (nowMs) =>
      filters.map((filter) => {
        const { id, owner, reason, expires } = filter;
        return {
          // Without a bound of its own it has never met anything too grave.
          suppression: { id, owner, reason: reason.split(/\s+/).join(' '), expires, upTo: gravestOf(filter) ?? 'critical' },
          expired: hasExpired(expires, nowMs),
          hid: countOf(id, 'hidden'),
          wouldHide: countOf(id, 'expired'),
          tooGrave: countOf(id, 'too-grave'),
        };
      }),
  };
};
