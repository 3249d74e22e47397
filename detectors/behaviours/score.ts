// The one scale of every behaviour's score: decades of improbability, d, become d / (d + 6). One in a million is 0.5, whatever
// detector says so; what is not a probability (a name's sensitivity, credentials out of place) is given as the decades it
// is worth beside the rarity measured.

/** Beyond this nothing more is known: tails are extrapolated. */
const MOST_DECADES = 54;
const HALF = 6;

export const scoreOf = (decades: number): number => {
  const held = Math.max(0, Math.min(MOST_DECADES, decades));
  return held / (held + HALF);
};
