// What became of one record: an activity, or the reason why there is none. A decoder returns exactly one fate a record.
import type { Activity } from '../../detectors/model/activity.ts';
import type { Format, Place, QuarantineReason, Sink, SkipReason } from './sink.ts';

export interface Skipped {
  readonly kind: 'skipped';
  readonly reason: SkipReason;
}

export interface Quarantined {
  readonly kind: 'quarantined';
  readonly reason: QuarantineReason;
  readonly detail: string;
}

export type Fate = Activity | Skipped | Quarantined;

export const skipped = (reason: SkipReason): Skipped => ({ kind: 'skipped', reason });
export const quarantined = (reason: QuarantineReason, detail: string): Quarantined => ({ kind: 'quarantined', reason, detail });

/** A further line of an exported message. */
export const continued = (fate: Fate): Fate => (fate.kind === 'log-line' ? { ...fate, continues: true } : fate);

/** Tells the sink, once. */
export const settle = (sink: Sink, format: Format, fate: Fate, place: Place, text?: string): void => {
  if (fate.kind === 'skipped') sink.skip(format, fate.reason, place);
  else if (fate.kind === 'quarantined') sink.quarantine(format, fate.reason, place, fate.detail);
  else sink.activity(format, fate, text);
};
