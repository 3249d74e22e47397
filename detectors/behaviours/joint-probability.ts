// Several weak signs together: the truncated product of their probabilities (Zaykin et al. 2002). Of `tested` independent
// probabilities only those below a cut are multiplied, so that many ordinary measures do not drown two unusual ones.

/** -log10 of the cut: what is likelier is no sign. A calibrated tail means what it says from here on. */
export const LEAST_SIGN = 1.5;
const CUT = 10 ** -LEAST_SIGN;

/** -log10 of the chance that as unlikely a product comes up by itself. `product` is the decades of the `signs` together. */
export const jointDecades = (product: number, signs: number, tested: number): number => {
  if (signs === 0) return 0;
  const nats = product * Math.LN10;
  const probability = Math.exp(-nats);
  let chance = 0;
  let ways = 1;
  for (let below = 1; below <= tested; below++) {
    ways *= (tested - below + 1) / below;
    const others = (1 - CUT) ** (tested - below);
    const room = nats - below * LEAST_SIGN * Math.LN10;
    // So many signs come to the product by being below the cut alone.
    if (room <= 0) {
      chance += ways * others * CUT ** below;
      continue;
    }
    let sum = 0;
    let term = 1;
    for (let power = 0; power < below; power++) {
      sum += term;
      term *= room / (power + 1);
    }
    chance += ways * others * probability * sum;
  }
  return Math.max(0, -Math.log10(Math.min(1, chance)));
};
