// Amounts from records nobody vouches for: never negative, never NaN, never beyond what one record can mean.
import type { Json } from '../../detectors/model/json.ts';
import { LARGEST_AMOUNT } from '../decode/limits.ts';

/** The number, held to 0..LARGEST_AMOUNT; what is no finite number is 0. */
export const amountOf = (value: Json | undefined): number => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !(number > 0)) return 0;
  return number > LARGEST_AMOUNT ? LARGEST_AMOUNT : number;
};
