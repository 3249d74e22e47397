// The largest surprises ever seen on each side, and how far beyond them another is.
//
// A surprise is measured against the second, third, fifth and eighth largest of its side, so that one freak or poisoned
// point never hides the next, and no single order statistic's luck decides.

/** Remembered surprises a side, and which of them are the yardsticks (from 0): never the largest. */
const KEPT = 8;
const YARDSTICKS = [1, 2, 4, 7] as const;

/** Two falling lists of a state: above, then below. */
export const SURPRISE_SLOTS = 2 * KEPT;

const at = (state: Float32Array, slot: number): number => state[slot] ?? 0;

/** 0 = has been seen; 1 = as far beyond the yardsticks as they are large. `scale`: the larger of both sides, or the surprise's own. */
export const beyondLargest = (
  state: Float32Array,
  start: number,
  surprise: number,
  scale: 'both sides' | 'own side' = 'both sides',
): number => {
  const side = surprise >= 0 ? start : start + KEPT;
  const size = Math.abs(surprise);
  if (size <= at(state, side + KEPT - 1)) return 0;
  let sum = 0;
  for (const rank of YARDSTICKS) {
    const yardstick = at(state, side + rank);
    const unit = scale === 'own side' ? yardstick : Math.max(at(state, start + rank), at(state, start + KEPT + rank));
    // Where nothing ever strayed, anything that does is as far out as the whole of a record.
    if (size > yardstick) sum += unit > 0 ? (size - yardstick) / unit : 1;
  }
  return sum / YARDSTICKS.length;
};

export const rememberSurprise = (state: Float32Array, start: number, surprise: number): void => {
  const side = surprise >= 0 ? start : start + KEPT;
  let size = Math.abs(surprise);
  if (size <= at(state, side + KEPT - 1)) return;
  for (let slot = side; slot < side + KEPT; slot++) {
    const kept = at(state, slot);
    if (size > kept) {
      state[slot] = size;
      size = kept;
    }
  }
};
