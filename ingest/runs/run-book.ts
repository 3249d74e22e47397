// Holds the marks of invocations back until it can be told which of them Lambda wrote. All other activities pass at once.
//
// Marks are judged stream by stream in order of time, so the order of arrival does not matter while they are held; and no more
// are held than is said here, so what comes later than that is judged by what came with it.
import type { Activity, Invocation, LogLine } from '../../detectors/model/activity.ts';
import type { Instant } from '../../detectors/model/time.ts';
import type { Format } from '../decode/sink.ts';
import { asForged } from './as-forged.ts';
import type { Forgery } from './forgery.ts';
import { hasImpossibleFigures, LONGEST_RUN_MS } from './impossible-figures.ts';
import { judgeSource } from './judge-source.ts';
import { judgeStream } from './judge-stream.ts';
import { type MarkKind, markKind, type RunMark, saysOneAtATime } from './run-mark.ts';

/** Some 400 bytes each: 2 MB. */
const MOST_HELD = 4_000;
/** Of one stream, when the others need room: what may belong to a run that is not over. */
const MOST_UNFINISHED = 256;
/** And what could be taken for a whole run until its real end comes. */
const LAST_KEPT = 16;

/** What is to be done with an activity once it is known to be what it says it is. */
export type Take = (source: string, format: Format, activity: Activity) => void;

/** A mark that waits, and what to take it with. */
class Held implements RunMark {
  readonly kind: MarkKind;
  readonly activity: Invocation | LogLine;
  readonly source: string;
  readonly format: Format;

  constructor(kind: MarkKind, activity: Invocation | LogLine, source: string, format: Format) {
    this.kind = kind;
    this.activity = activity;
    this.source = source;
    this.format = format;
  }

  get requestId(): string {
    return this.activity.requestId ?? '';
  }
  get time(): Instant {
    return this.activity.time;
  }
  get durationMs(): number {
    return this.activity.kind === 'invocation' ? this.activity.durationMs : 0;
  }
}

interface Stream {
  /** Whether an environment of its own wrote it; else it is a source of unknown make. */
  readonly isEnvironment: boolean;
  /** As its first record said; undefined while none did. */
  oneAtATime: boolean | undefined;
  held: Held[];
}

export interface RunBook {
  /** Taken now, or when it is judged. `source` stands for the stream where the record names none. */
  readonly add: Take;
  /** Judges all that is still held. */
  end(): void;
}

/** CloudWatch's ids of log events are numbers of 56 digits that rise with the order in the stream. */
const isOrdered = (id: string): boolean => id.length === 56 && /^\d+$/.test(id);

const inOrder = (one: Held, other: Held): number => {
  const byTime = one.time - other.time;
  if (byTime !== 0) return byTime;
  const [oneId, otherId] = [one.activity.id, other.activity.id];
  // Else in the order of arrival, which sorting keeps.
  return oneId !== otherId && isOrdered(oneId) && isOrdered(otherId) ? (oneId < otherId ? -1 : 1) : 0;
};

/** `2026/01/02/[$LATEST]0a1b…` */
const isEnvironmentsName = (stream: string): boolean => stream.includes('[') && /^\d{4}\/\d\d\/\d\d\//.test(stream);

const isJson = ({ activity }: Held): boolean => activity.plain === undefined && typeof activity.record['message'] !== 'string';

/** Messages of a stream come in its order, but for what was delivered late. */
const sortInOrder = (held: Held[]): void => {
  for (let at = 1; at < held.length; at++) {
    if (inOrder(held[at - 1] as Held, held[at] as Held) <= 0) continue;
    held.sort(inOrder);
    return;
  }
};

const judge = ({ isEnvironment, oneAtATime, held }: Stream): readonly (Forgery | undefined)[] | 'plain' => {
  // Text is never a managed instance's: those write JSON only.
  return isEnvironment && (oneAtATime ?? !held.some(isJson)) ? judgeStream(held) : judgeSource(held);
};

/** From where on marks may belong to an invocation that still runs: no run is longer than Lambda allows. */
const firstUnfinished = (held: readonly Held[], isPlain: boolean): number => {
  // Of plain marks only a last START is without its report.
  if (isPlain) return Math.max(0, Math.min(held.at(-1)?.kind === 'start' ? held.length - 1 : held.length, held.length - LAST_KEPT));
  const latest = held.at(-1)?.time ?? (0 as Instant);
  const reported = new Set<string>();
  let first = held.length;
  for (let at = held.length - 1; at >= 0; at--) {
    const { kind, requestId, time } = held[at] as Held;
    if (kind === 'report') reported.add(requestId);
    else if (!reported.delete(requestId) && time > latest - LONGEST_RUN_MS) first = at;
  }
  return held.length - first > MOST_UNFINISHED ? held.length : Math.max(0, Math.min(first, held.length - LAST_KEPT));
};

export const newRunBook = (take: Take, mostHeld: number = MOST_HELD): RunBook => {
  const streams = new Map<string, Stream>();
  let lastName: string | undefined;
  let lastStream: Stream = { isEnvironment: false, oneAtATime: undefined, held: [] };
  let heldInAll = 0;

  const streamOf = (activity: Invocation | LogLine, source: string): Stream => {
    const { stream = '' } = activity;
    const name = stream === '' ? source : stream;
    if (name === lastName) return lastStream;
    let found = streams.get(name);
    // Map order is age: what is used moves to the end.
    if (found === undefined) found = { isEnvironment: isEnvironmentsName(stream), oneAtATime: undefined, held: [] };
    else streams.delete(name);
    streams.set(name, found);
    lastName = name;
    lastStream = found;
    return found;
  };

  /** Lets go of all marks up to the first that may be unfinished, or of all. */
  const settle = (stream: Stream, what: 'finished' | 'all'): void => {
    sortInOrder(stream.held);
    const verdicts = judge(stream);
    const forgeryAt = (at: number): Forgery | undefined => (verdicts === 'plain' ? undefined : verdicts[at]);
    let until = what === 'all' ? stream.held.length : firstUnfinished(stream.held, verdicts === 'plain');
    // Between two runs, never within one.
    while (until > 0 && until < stream.held.length && !(stream.held[until]?.kind === 'start' && forgeryAt(until) === undefined)) until--;
    const settled = stream.held;
    stream.held = settled.slice(until);
    heldInAll -= until;
    for (let at = 0; at < until; at++) {
      const { activity, source, format } = settled[at] as Held;
      const forged = forgeryAt(at);
      take(source, format, forged === undefined ? activity : asForged(activity, forged));
    }
  };

  const settleAll = (what: 'finished' | 'all', atMost: number): void => {
    for (const [name, stream] of streams) {
      if (heldInAll <= atMost && streams.size <= atMost) return;
      settle(stream, what);
      if (stream.held.length === 0) {
        streams.delete(name);
        if (lastName === name) lastName = undefined;
      }
    }
  };

  const makeRoom = (): void => {
    if (heldInAll <= mostHeld && streams.size <= mostHeld) return;
    settleAll('finished', mostHeld / 2);
    if (heldInAll > mostHeld / 2) settleAll('all', mostHeld / 2);
  };

  return {
    add(source, format, activity) {
      if (activity.kind === 'log-line' && activity.origin === 'platform' && activity.plain === undefined) {
        const oneAtATime = saysOneAtATime(activity.record);
        if (oneAtATime !== undefined) {
          streamOf(activity, source).oneAtATime ??= oneAtATime;
          makeRoom();
        }
      }
      if (activity.kind === 'invocation' && hasImpossibleFigures(activity)) {
        take(source, format, asForged(activity, 'impossible figures'));
        return;
      }
      const kind = markKind(activity);
      if (kind === undefined || (activity.kind !== 'invocation' && activity.kind !== 'log-line')) {
        take(source, format, activity);
        return;
      }
      const stream = streamOf(activity, source);
      // Where one runs at a time START and REPORT tell all.
      if (kind === 'end' && stream.isEnvironment) {
        take(source, format, activity);
        return;
      }
      stream.held.push(new Held(kind, activity, source, format));
      heldInAll++;
      makeRoom();
    },
    end() {
      for (const stream of streams.values()) settle(stream, 'all');
      streams.clear();
      lastName = undefined;
    },
  };
};
