// Baselines in the state file: read, begun anew when there is none, written back.
import { type Baseline, loadBaseline, newBaseline, saveBaseline } from '../../detectors/baseline/baseline.ts';
import type { FunctionId } from '../../detectors/model/identity.ts';
import type { StateFile } from './state-file.ts';

export interface BaselineStore {
  /** Functions of earlier scans. */
  readonly known: readonly FunctionId[];
  /** Baselines that could not be read and were begun anew. */
  readonly unreadable: readonly { readonly function: FunctionId; readonly reason: string }[];
  /** What was kept of a function, else a new memory. */
  open(function_: FunctionId): Baseline;
  /** Without a state that is kept, does nothing. */
  save(baseline: Baseline): void;
}

export const baselineStore = (state: StateFile): BaselineStore => {
  const select = state.database.prepare('SELECT baseline FROM baselines WHERE function = ?');
  const upsert = state.database.prepare(
    'INSERT INTO baselines (function, baseline) VALUES (?, ?) ON CONFLICT (function) DO UPDATE SET baseline = excluded.baseline',
  );
  const unreadable: { function: FunctionId; reason: string }[] = [];
  return {
    known: state.database
      .prepare('SELECT function FROM baselines ORDER BY function')
      .all()
      .map((row) => row['function'] as FunctionId),
    unreadable,
    open(function_) {
      const text = state.persistent ? select.get(function_)?.['baseline'] : undefined;
      if (typeof text !== 'string') return newBaseline(function_);
      const loaded = loadBaseline(text);
      if (loaded.kind === 'baseline') return loaded.baseline;
      if (!unreadable.some((one) => one.function === function_)) unreadable.push({ function: function_, reason: loaded.reason });
      return newBaseline(function_);
    },
    save(baseline) {
      if (state.persistent) upsert.run(baseline.function, saveBaseline(baseline));
    },
  };
};
