// Partials by function and window: minutes merge into the window they are assessed in as they come. In memory while they are
// few, else merged into the state file hour by hour; read back in order of time.
import { WINDOW_MS } from '../../detectors/baseline/baseline.ts';
import type { FunctionId } from '../../detectors/model/identity.ts';
import {
  emptyPartial,
  type FunctionPartial,
  mergePartial,
  type PartialState,
  partialFrom,
  partialState,
} from '../../detectors/model/partial.ts';
import { HOUR_MS, type Instant, startOf } from '../../detectors/model/time.ts';
import type { StateFile } from './state-file.ts';

/** About 4 kB each with what V8 adds: some 24 MB before the older half is written away. */
const CELLS_IN_MEMORY = 6_000;

type Windows = Map<Instant, FunctionPartial>;

export interface PartialStore {
  /** The partial to add to: that of the window which holds the instant. */
  cell(function_: FunctionId, instant: Instant): FunctionPartial;
  functions(): readonly FunctionId[];
  /** All windows of the functions given, merged, in order of time, one hour held at a time. */
  windows(functions: readonly FunctionId[]): Generator<readonly [Instant, FunctionPartial]>;
  /** Writes what is in memory to the state file. */
  save(): void;
  forgetBefore(time: Instant): void;
}

const hourOf = (window: Instant): number => Math.floor(window / HOUR_MS);

const encode = (windows: Windows): string =>
  JSON.stringify([...windows].sort(([one], [other]) => one - other).map(([window, partial]) => [window, partialState(partial)]));

const decode = (text: string): Windows =>
  new Map((JSON.parse(text) as [Instant, PartialState][]).map(([window, state]) => [window, partialFrom(state)]));

const mergeInto = (windows: Windows, other: Windows): void => {
  for (const [window, partial] of other) {
    const mine = windows.get(window);
    if (mine === undefined) windows.set(window, partial);
    else mergePartial(mine, partial);
  }
};

export const partialStore = (state: StateFile, cellsInMemory: number = CELLS_IN_MEMORY): PartialStore => {
  const held = new Map<FunctionId, Map<number, Windows>>();
  let cells = 0;
  let lastFunction: FunctionId | undefined;
  let lastMinute = Number.NaN;
  let lastCell = emptyPartial();
  const select = state.database.prepare('SELECT windows FROM partials WHERE function = ? AND hour = ?');
  const upsert = state.database.prepare(
    'INSERT INTO partials (function, hour, windows) VALUES (?, ?, ?) ON CONFLICT (function, hour) DO UPDATE SET windows = excluded.windows',
  );
  const selectHours = state.database.prepare('SELECT hour FROM partials WHERE function = ? ORDER BY hour');
  let anyStored = state.database.prepare('SELECT 1 FROM partials LIMIT 1').get() !== undefined;

  const stored = (function_: FunctionId, hour: number): Windows | undefined => {
    const text = anyStored ? select.get(function_, hour)?.['windows'] : undefined;
    return typeof text === 'string' ? decode(text) : undefined;
  };

  /** Writes hours away, the oldest first: what is read in order of time adds to none of them again. */
  const writeUntil = (atMost: number): void => {
    const oldest = [...held].flatMap(([function_, hours]) => [...hours.keys()].map((hour) => ({ function_, hour })));
    for (const { function_, hour } of oldest.sort((one, other) => one.hour - other.hour)) {
      if (cells <= atMost) break;
      const hours = held.get(function_);
      const windows = hours?.get(hour);
      if (windows === undefined) continue;
      hours?.delete(hour);
      if (hours?.size === 0) held.delete(function_);
      cells -= windows.size;
      const before = stored(function_, hour);
      if (before !== undefined) mergeInto(windows, before);
      upsert.run(function_, hour, encode(windows));
      anyStored = true;
    }
    lastFunction = undefined;
  };

  return {
    cell(function_, instant) {
      const window = startOf(instant, WINDOW_MS);
      if (function_ === lastFunction && window === lastMinute) return lastCell;
      if (cells >= cellsInMemory) writeUntil(cellsInMemory / 2);
      let hours = held.get(function_);
      if (hours === undefined) {
        hours = new Map();
        held.set(function_, hours);
      }
      const hour = hourOf(window);
      let windows = hours.get(hour);
      if (windows === undefined) {
        windows = new Map();
        hours.set(hour, windows);
      }
      let cell = windows.get(window);
      if (cell === undefined) {
        cell = emptyPartial();
        windows.set(window, cell);
        cells++;
      }
      lastFunction = function_;
      lastMinute = window;
      lastCell = cell;
      return cell;
    },
    functions() {
      const names = new Set<FunctionId>(held.keys());
      for (const row of state.database.prepare('SELECT DISTINCT function FROM partials').iterate())
        names.add(row['function'] as FunctionId);
      return [...names].sort();
    },
    *windows(functions) {
      const hours = new Set<number>();
      for (const function_ of functions) {
        for (const hour of held.get(function_)?.keys() ?? []) hours.add(hour);
        if (anyStored) for (const row of selectHours.iterate(function_)) hours.add(row['hour'] as number);
      }
      for (const hour of [...hours].sort((one, other) => one - other)) {
        const windows: Windows = new Map();
        for (const function_ of functions) {
          for (const part of [held.get(function_)?.get(hour), stored(function_, hour)]) {
            if (part === undefined) continue;
            for (const [window, partial] of part) {
              const mine = windows.get(window);
              if (mine === undefined) {
                windows.set(window, partial);
                continue;
              }
              // What is held must stay as it is: it may still be saved.
              const both = emptyPartial();
              mergePartial(both, mine);
              mergePartial(both, partial);
              windows.set(window, both);
            }
          }
        }
        for (const entry of [...windows].sort(([one], [other]) => one - other)) yield entry;
      }
    },
    save: () => writeUntil(0),
    forgetBefore(time) {
      state.database.prepare('DELETE FROM partials WHERE hour < ?').run(hourOf(time));
    },
  };
};
