// Amounts as a person reads them: three digits and a unit, the same in every language setting.

const SCALES: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Three significant digits without an exponent and without trailing zeros. */
const threeDigits = (value: number): string => {
  const text = Math.abs(value) >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toPrecision(3);
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
};

const scaled = (value: number, from: number): string => {
  const scale = SCALES.find(([size]) => Math.abs(value) >= size && Math.abs(value) >= from);
  return scale === undefined ? threeDigits(value) : `${threeDigits(value / scale[0])} ${scale[1]}`;
};

const grouped = (value: number): string => threeDigits(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1,204`, `48.1 MB`, `2.3 s`: the unit is read from the measure's words (`response bytes in 5 minutes`). */
export const amountWords = (value: number, measure: string): string => {
  if (!Number.isFinite(value)) return '?';
  if (/\bbytes?\b/i.test(measure)) return Math.abs(value) < 1e3 ? `${threeDigits(value)} B` : `${scaled(value, 1e3)}B`;
  if (/\b(ms|milliseconds?)\b/i.test(measure)) return Math.abs(value) < 1e3 ? `${threeDigits(value)} ms` : `${threeDigits(value / 1e3)} s`;
  return Math.abs(value) < 1e5 ? grouped(value) : scaled(value, 1e5);
};

/** `12,345`, for counts that must be exact. */
export const countWords = (count: number): string => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');

export const rangeWords = (low: number, high: number, measure: string): string =>
  low === high ? amountWords(high, measure) : `${amountWords(low, measure)} to ${amountWords(high, measure)}`;
