// Partials by function and window: minutes merge into the window they are assessed in as they come. In memory while they are
// few, else merged into the state file hour by hour; read back in order of time.
import { WINDOW_MS } from '../../detectors/baseline/baseline.ts';
import type { FunctionId } from '../../detectors/model/identity.ts';
import { type PackedPartials, packPartials, unpackPartials } from '../../detectors/model/packed-partials.ts';
import { emptyPartial, type FunctionPartial, mergePartial, type PartialState, partialFrom } from '../../detectors/model/partial.ts';
import { HOUR_MS, type Instant, startOf } from '../../detectors/model/time.ts';
import type { StateFile } from './state-file.ts';

/** Of a busy account 2.6 kB each: some 16 MB before the older half is written away. */
const CELLS_IN_MEMORY = 6_000;

type Windows = Map<Instant, FunctionPartial>;

/** What is held of one function. Its records come window by window, whatever comes between them. */
interface Held {
  readonly hours: Map<number, Windows>;
  /** The cell of its last record, and when that begins. */
  window: number;
  cell: FunctionPartial;
}

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

const encode = (windows: Windows): string => JSON.stringify(packPartials(windows));

/** Earlier versions wrote the states of windows one after the other. */
const decode = (text: string): Windows => {
  const stored = JSON.parse(text) as PackedPartials | [Instant, PartialState][];
  return 'texts' in stored ? unpackPartials(stored) : new Map(stored.map(([window, state]) => [window, partialFrom(state)]));
};

const NO_WINDOWS: ReadonlyMap<Instant, FunctionPartial> = new Map();

const mergeInto = (windows: Windows, other: Iterable<readonly [Instant, FunctionPartial]>): void => {
  for (const [window, partial] of other) {
    const mine = windows.get(window);
    if (mine === undefined) windows.set(window, partial);
    else mergePartial(mine, partial);
  }
};

const bothOf = (one: FunctionPartial, other: FunctionPartial): FunctionPartial => {
  const both = emptyPartial();
  mergePartial(both, one);
  mergePartial(both, other);
  return both;
};

export const partialStore = (state: StateFile, cellsInMemory: number = CELLS_IN_MEMORY): PartialStore => {
  const held = new Map<FunctionId, Held>();
  let cells = 0;
  let lastFunction: FunctionId | undefined;
  let last: Held | undefined;
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
    const oldest = [...held].flatMap(([function_, { hours }]) => [...hours.keys()].map((hour) => ({ function_, hour })));
    for (const { function_, hour } of oldest.sort((one, other) => one.hour - other.hour)) {
      if (cells <= atMost) break;
      const of = held.get(function_);
      const windows = of?.hours.get(hour);
      if (of === undefined || windows === undefined) continue;
      of.hours.delete(hour);
      of.window = Number.NaN;
      if (of.hours.size === 0) held.delete(function_);
      cells -= windows.size;
      const before = stored(function_, hour);
      if (before !== undefined) mergeInto(windows, before);
      upsert.run(function_, hour, encode(windows));
      anyStored = true;
    }
    lastFunction = undefined;
  };

  const openCell = (function_: FunctionId, instant: Instant): FunctionPartial => {
    if (cells >= cellsInMemory) writeUntil(cellsInMemory / 2);
    const window = startOf(instant, WINDOW_MS);
    const hour = hourOf(window);
    let of = held.get(function_);
    if (of === undefined) {
      of = { hours: new Map(), window, cell: emptyPartial() };
      held.set(function_, of);
    }
    let windows = of.hours.get(hour);
    if (windows === undefined) {
      windows = new Map();
      of.hours.set(hour, windows);
    }
    let cell = windows.get(window);
    if (cell === undefined) {
      cell = emptyPartial();
      windows.set(window, cell);
      cells++;
    }
    of.window = window;
    of.cell = cell;
    return cell;
  };

  return {
    cell(function_, instant) {
      if (function_ !== lastFunction) {
        lastFunction = function_;
        last = held.get(function_);
      }
      if (last !== undefined) {
        const age = instant - last.window;
        if (age >= 0 && age < WINDOW_MS) return last.cell;
      }
      const cell = openCell(function_, instant);
      last = held.get(function_);
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
        for (const hour of held.get(function_)?.hours.keys() ?? []) hours.add(hour);
        if (anyStored) for (const row of selectHours.iterate(function_)) hours.add(row['hour'] as number);
      }
      for (const hour of [...hours].sort((one, other) => one - other)) {
        const windows: Windows = new Map();
        for (const function_ of functions) mergeInto(windows, stored(function_, hour) ?? NO_WINDOWS);
        for (const function_ of functions) {
          for (const [window, partial] of held.get(function_)?.hours.get(hour) ?? NO_WINDOWS) {
            const mine = windows.get(window);
            // What is held must stay as it is: it may still be saved.
            windows.set(window, mine === undefined ? partial : bothOf(mine, partial));
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
