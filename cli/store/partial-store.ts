// Partials by function and minute. In memory while they are few, else merged into the state file hour by hour; read back
// in order of function and time.
import type { FunctionId } from '../../detectors/model/identity.ts';
import {
  emptyPartial,
  type FunctionPartial,
  mergePartial,
  type PartialState,
  partialFrom,
  partialState,
} from '../../detectors/model/partial.ts';
import { HOUR_MS, type Instant } from '../../detectors/model/time.ts';
import type { StateFile } from './state-file.ts';

/** About 4 kB each with what V8 adds: some 40 MB before they are written away. */
const CELLS_IN_MEMORY = 10_000;

type Minutes = Map<Instant, FunctionPartial>;

export interface PartialStore {
  /** The partial to add to. */
  cell(function_: FunctionId, minute: Instant): FunctionPartial;
  functions(): readonly FunctionId[];
  /** All minutes of the functions given, merged, in order of time, one hour at a time. */
  minutes(functions: readonly FunctionId[]): Generator<readonly [Instant, FunctionPartial]>;
  /** Writes what is in memory to the state file. */
  save(): void;
  forgetBefore(time: Instant): void;
}

const hourOf = (minute: Instant): number => Math.floor(minute / HOUR_MS);

const encode = (minutes: Minutes): string =>
  JSON.stringify([...minutes].sort(([one], [other]) => one - other).map(([minute, partial]) => [minute, partialState(partial)]));

const decode = (text: string): Minutes =>
  new Map((JSON.parse(text) as [Instant, PartialState][]).map(([minute, state]) => [minute, partialFrom(state)]));

const mergeInto = (minutes: Minutes, other: Minutes): void => {
  for (const [minute, partial] of other) {
    const mine = minutes.get(minute);
    if (mine === undefined) minutes.set(minute, partial);
    else mergePartial(mine, partial);
  }
};

export const partialStore = (state: StateFile, cellsInMemory: number = CELLS_IN_MEMORY): PartialStore => {
  const held = new Map<FunctionId, Map<number, Minutes>>();
  let cells = 0;
  let lastFunction: FunctionId | undefined;
  let lastMinute = Number.NaN;
  let lastCell = emptyPartial();
  const select = state.database.prepare('SELECT minutes FROM partials WHERE function = ? AND hour = ?');
  const upsert = state.database.prepare(
    'INSERT INTO partials (function, hour, minutes) VALUES (?, ?, ?) ON CONFLICT (function, hour) DO UPDATE SET minutes = excluded.minutes',
  );
  const selectHours = state.database.prepare('SELECT hour FROM partials WHERE function = ? ORDER BY hour');
  let anyStored = state.database.prepare('SELECT 1 FROM partials LIMIT 1').get() !== undefined;

  const stored = (function_: FunctionId, hour: number): Minutes | undefined => {
    const text = anyStored ? select.get(function_, hour)?.['minutes'] : undefined;
    return typeof text === 'string' ? decode(text) : undefined;
  };

  const save = (): void => {
    if (cells === 0) return;
    state.atOnce(() => {
      for (const [function_, hours] of held) {
        for (const [hour, minutes] of hours) {
          const before = stored(function_, hour);
          if (before !== undefined) mergeInto(minutes, before);
          upsert.run(function_, hour, encode(minutes));
        }
      }
    });
    anyStored = true;
    held.clear();
    cells = 0;
    lastFunction = undefined;
  };

  return {
    cell(function_, minute) {
      if (function_ === lastFunction && minute === lastMinute) return lastCell;
      if (cells >= cellsInMemory) save();
      let hours = held.get(function_);
      if (hours === undefined) {
        hours = new Map();
        held.set(function_, hours);
      }
      const hour = hourOf(minute);
      let minutes = hours.get(hour);
      if (minutes === undefined) {
        minutes = new Map();
        hours.set(hour, minutes);
      }
      let cell = minutes.get(minute);
      if (cell === undefined) {
        cell = emptyPartial();
        minutes.set(minute, cell);
        cells++;
      }
      lastFunction = function_;
      lastMinute = minute;
      lastCell = cell;
      return cell;
    },
    functions() {
      const names = new Set<FunctionId>(held.keys());
      for (const row of state.database.prepare('SELECT DISTINCT function FROM partials').iterate())
        names.add(row['function'] as FunctionId);
      return [...names].sort();
    },
    *minutes(functions) {
      const hours = new Set<number>();
      for (const function_ of functions) {
        for (const hour of held.get(function_)?.keys() ?? []) hours.add(hour);
        if (anyStored) for (const row of selectHours.iterate(function_)) hours.add(row['hour'] as number);
      }
      for (const hour of [...hours].sort((one, other) => one - other)) {
        const minutes: Minutes = new Map();
        for (const function_ of functions) {
          for (const part of [held.get(function_)?.get(hour), stored(function_, hour)]) {
            if (part === undefined) continue;
            for (const [minute, partial] of part) {
              const mine = minutes.get(minute);
              if (mine === undefined) {
                minutes.set(minute, partial);
                continue;
              }
              // What is held must stay as it is: it may still be saved.
              const both = emptyPartial();
              mergePartial(both, mine);
              mergePartial(both, partial);
              minutes.set(minute, both);
            }
          }
        }
        for (const entry of [...minutes].sort(([one], [other]) => one - other)) yield entry;
      }
    },
    save,
    forgetBefore(time) {
      state.database.prepare('DELETE FROM partials WHERE hour < ?').run(hourOf(time));
    },
  };
};

/** The minutes of one function added up to windows of `spanMs` (whole minutes), in order of time. */
export function* windowsOf(
  minutes: Iterable<readonly [Instant, FunctionPartial]>,
  spanMs: number,
): Generator<readonly [Instant, FunctionPartial]> {
  let start: Instant | undefined;
  let sum = emptyPartial();
  for (const [minute, partial] of minutes) {
    const window = (minute - (minute % spanMs)) as Instant;
    if (start !== undefined && window !== start) {
      yield [start, sum];
      sum = emptyPartial();
    }
    start = window;
    mergePartial(sum, partial);
  }
  if (start !== undefined) yield [start, sum];
}
