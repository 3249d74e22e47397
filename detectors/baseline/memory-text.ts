// The parts of a baseline as text and back, exactly: arrays of numbers little-endian in base64.

import { FOURTH_GAP_SLOTS, GAP_SLOTS, newGaps } from './activity-gaps.ts';
import { BATCH_SLOTS, batchOfFifth, FIFTH_BATCH_SLOTS } from './batch.ts';
import { bytesOfText, textOfBytes } from './binary-text.ts';
import { BLEND_SLOTS } from './blend-records.ts';
import { FORECAST_SLOTS } from './forecast.ts';
import { HOUR_SLOTS } from './hour-sum.ts';
import { REFERENCE_SLOTS } from './long-reference.ts';
import { type MeasureMemory, NOISE_SLOTS, newMeasureMemory } from './measure-memory.ts';
import { MEASURES, type MeasureId } from './measures.ts';
import { type NameMemory, newNameMemory, SEEN_STEP } from './name-memory.ts';
import { OLDER_SLOTS, type OlderVersion, olderMeasure } from './older-measures.ts';
import { PER_CALL_SLOTS } from './per-call.ts';
import { RECENT_WINDOWS, recentCodes, setRecent } from './recent-windows.ts';
import { TAIL_SLOTS } from './tail.ts';

const floatsText = (...arrays: readonly Float32Array[]): string => {
  const count = arrays.reduce((sum, array) => sum + array.length, 0);
  const bytes = new Uint8Array(4 * count);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const array of arrays)
    for (let slot = 0; slot < array.length; slot++) {
      view.setFloat32(at, array[slot] as number, true);
      at += 4;
    }
  return textOfBytes(bytes);
};

const floatsOf = (text: string, ...lengths: readonly number[]): readonly Float32Array[] | undefined => {
  const count = lengths.reduce((sum, length) => sum + length, 0);
  const bytes = bytesOfText(text, 4 * count);
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer);
  let at = 0;
  let finite = true;
  const arrays = lengths.map((length) => {
    const array = new Float32Array(length);
    for (let slot = 0; slot < length; slot++) {
      const value = view.getFloat32(at, true);
      array[slot] = value;
      finite &&= Number.isFinite(value);
      at += 4;
    }
    return array;
  });
  return finite ? arrays : undefined;
};

export type MeasureText = readonly [id: MeasureId, born: number, numbers: string, recent: string];

export const measureText = (id: MeasureId, memory: MeasureMemory): MeasureText => {
  const recent = new Uint8Array(2 * RECENT_WINDOWS);
  recentCodes(memory.recent).forEach((code, index) => {
    recent[2 * index] = code & 255;
    recent[2 * index + 1] = code >> 8;
  });
  const { blend, forecast, tail, hour, reference, noise } = memory;
  const sizes = MEASURES[id].kind === 'count' ? memory.batch : memory.perCall;
  return [id, memory.bornWindow, floatsText(blend, forecast, tail, hour, sizes, reference, noise), textOfBytes(recent)];
};

const recentOf = (text: string): readonly number[] | undefined => {
  // A chart may have been shed to keep within the bound.
  const bytes = text === '' ? new Uint8Array(2 * RECENT_WINDOWS) : bytesOfText(text, 2 * RECENT_WINDOWS);
  return bytes && Array.from({ length: RECENT_WINDOWS }, (_, index) => (bytes[2 * index] ?? 0) | ((bytes[2 * index + 1] ?? 0) << 8));
};

type Parts = Omit<MeasureMemory, 'bornWindow' | 'bytes' | 'recent'>;

const memoryOf = (bornWindow: number, recent: readonly number[], parts: Partial<Parts>): MeasureMemory => {
  const memory = newMeasureMemory(bornWindow);
  setRecent(memory.recent, recent);
  for (const [part, numbers] of Object.entries(parts)) memory[part as keyof Parts].set(numbers);
  return memory;
};

export type Version = OlderVersion | 4 | 5 | 6;

export const measureOf = ([id, bornWindow, numbers, recentText]: MeasureText, version: Version): MeasureMemory | undefined => {
  const recent = recentOf(recentText);
  if (recent === undefined) return undefined;
  if (version < 4) {
    const older = version as OlderVersion;
    const known = olderMeasure(floatsOf(numbers, ...OLDER_SLOTS[older]), older);
    return known && memoryOf(bornWindow, recent, known);
  }
  const isCount = MEASURES[id].kind === 'count';
  const sizeSlots = !isCount ? PER_CALL_SLOTS : version === 6 ? BATCH_SLOTS : FIFTH_BATCH_SLOTS;
  const [blend, forecast, tail, hour, sizes, reference, noise] =
    floatsOf(numbers, BLEND_SLOTS, FORECAST_SLOTS, TAIL_SLOTS, HOUR_SLOTS, sizeSlots, REFERENCE_SLOTS, NOISE_SLOTS) ?? [];
  if (!blend || !forecast || !tail || !hour || !sizes || !reference || !noise) return undefined;
  const own = !isCount ? { perCall: sizes } : { batch: version === 6 ? sizes : batchOfFifth(sizes) };
  return memoryOf(bornWindow, recent, { blend, forecast, tail, hour, ...own, reference, noise });
};

/** Five bytes of hash, two of times seen, two of the day: a day fits 16 bits until 2149. */
const ENTRY_BYTES = 9;

export type NamesText = readonly [rates: readonly [number, number, number, number, number], entries: number, text: string];

export const namesText = (memory: NameMemory): NamesText => {
  const entries = [...memory.entries].sort(([one], [other]) => one - other);
  const bytes = new Uint8Array(ENTRY_BYTES * entries.length);
  const view = new DataView(bytes.buffer);
  entries.forEach(([hash, { seen, lastDay }], index) => {
    const at = index * ENTRY_BYTES;
    view.setUint32(at, hash % 2 ** 32, true);
    view.setUint8(at + 4, Math.floor(hash / 2 ** 32));
    view.setUint16(at + 5, Math.round(seen * SEEN_STEP), true);
    view.setUint16(at + 7, lastDay, true);
  });
  const { draws, lateDraws, novelties, today, todayNovelties } = memory;
  return [[draws, lateDraws, novelties, today, todayNovelties], entries.length, textOfBytes(bytes)];
};

export const namesOf = (limit: number, seed: number, [rates, count, text]: NamesText): NameMemory | undefined => {
  const bytes = count <= limit ? bytesOfText(text, ENTRY_BYTES * count) : undefined;
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer);
  const memory = newNameMemory(limit, seed);
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
    const hash = view.getUint32(at, true) + view.getUint8(at + 4) * 2 ** 32;
    memory.entries.set(hash, { seen: view.getUint16(at + 5, true) / SEEN_STEP, lastDay: view.getUint16(at + 7, true) });
  }
  const [draws, lateDraws, novelties, today, todayNovelties] = rates;
  return Object.assign(memory, { draws, lateDraws, novelties, today, todayNovelties });
};

export const gapsText = (gaps: Float32Array): string => floatsText(gaps);
/** What a version stored after what is still read of it: the surprises of silences. */
const GAPS_LET_GO: Readonly<Record<Version, number>> = { 1: 0, 2: 4, 3: 7, 4: 7, 5: 0, 6: 0 };

export const gapsOf = (text: string, version: Version): Float32Array | undefined => {
  const [stored] = floatsOf(text, version < 5 ? FOURTH_GAP_SLOTS : GAP_SLOTS, GAPS_LET_GO[version]) ?? [];
  if (stored === undefined) return undefined;
  const gaps = newGaps();
  gaps.set(stored);
  return gaps;
};
