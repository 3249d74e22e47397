// Which records were taken already, so that redelivery and overlapping sources change nothing: 64-bit fingerprints, one
// page for each hour of event time. Pages not in use go to the state file; memory is bounded whatever the input.
import { type HashBeginning, hash64 } from '../../detectors/model/hash.ts';
import { HOUR_MS, type Instant } from '../../detectors/model/time.ts';
import type { StateFile } from './state-file.ts';

/** Two 32-bit halves: among 10^8 records two differ but look alike with a chance of 3 in 10,000. */
interface Page {
  /** Open addressing, two cells a fingerprint; 0,0 = free. */
  cells: Uint32Array;
  count: number;
  dirty: boolean;
}

const SMALLEST_SLOTS = 256;

/** All pages in memory together: 16 MiB hold a million fingerprints half full. */
const MEMORY_BYTES = 16 * 1024 * 1024;

/** Cells let go of serve again up to this size, one of each: they come and go with every hour, and are garbage that V8 lets pile up. */
const SPARE_BYTES = 1024 * 1024;

/** True when the fingerprint was new. */
const insert = (page: Page, high: number, low: number): boolean => {
  const { cells } = page;
  const mask = cells.length / 2 - 1;
  for (let slot = low & mask; ; slot = (slot + 1) & mask) {
    const heldHigh = cells[slot * 2];
    const heldLow = cells[slot * 2 + 1];
    if (heldHigh === high && heldLow === low) return false;
    if (heldHigh === 0 && heldLow === 0) {
      cells[slot * 2] = high;
      cells[slot * 2 + 1] = low;
      page.count++;
      return true;
    }
  }
};

const holds = ({ cells }: Page, high: number, low: number): boolean => {
  const mask = cells.length / 2 - 1;
  for (let slot = low & mask; ; slot = (slot + 1) & mask) {
    const heldHigh = cells[slot * 2];
    const heldLow = cells[slot * 2 + 1];
    if (heldHigh === high && heldLow === low) return true;
    if (heldHigh === 0 && heldLow === 0) return false;
  }
};

const copyInto = (larger: Page, { cells }: Page): void => {
  for (let slot = 0; slot < cells.length; slot += 2) {
    const high = cells[slot] as number;
    const low = cells[slot + 1] as number;
    if (high !== 0 || low !== 0) insert(larger, high, low);
  }
};

export interface SeenRecords {
  /** Notes the record, told by its id and by what ids of its kind begin with; false when it was noted before. */
  add(id: string, time: Instant, beginning?: HashBeginning): boolean;
  /** The same for what was hashed already: two halves of 32 bits. */
  addMark(high: number, low: number, time: Instant): boolean;
  /** Whether `addMark` noted it. */
  hasMark(high: number, low: number, time: Instant): boolean;
  /** Writes what is in memory to the state file. */
  save(): void;
  /** Forgets hours before the instant. */
  forgetBefore(time: Instant): void;
}

export const seenRecords = (state: StateFile, memoryBytes: number = MEMORY_BYTES): SeenRecords => {
  const pages = new Map<number, Page>();
  const spares = new Map<number, Uint32Array>();
  const emptyPage = (slots: number): Page => {
    const length = slots * 2;
    const spare = spares.get(length);
    spares.delete(length);
    return { cells: spare?.fill(0) ?? new Uint32Array(length), count: 0, dirty: true };
  };
  const letGo = ({ cells }: Page): void => {
    if (cells.byteLength <= SPARE_BYTES) spares.set(cells.length, cells);
  };
  const fingerprint = new Uint32Array(2);
  let bytes = 0;
  let lastHour = Number.NaN;
  let lastPage = emptyPage(SMALLEST_SLOTS);
  const select = state.database.prepare('SELECT ids FROM seen WHERE hour = ?');
  const upsert = state.database.prepare('INSERT INTO seen (hour, ids) VALUES (?, ?) ON CONFLICT (hour) DO UPDATE SET ids = excluded.ids');
  /** No page was ever written, so none need be looked for. */
  let anyStored = state.database.prepare('SELECT 1 FROM seen LIMIT 1').get() !== undefined;

  const write = (hour: number, page: Page): void => {
    if (!page.dirty) return;
    upsert.run(hour, new Uint8Array(page.cells.buffer));
    page.dirty = false;
    anyStored = true;
  };

  const load = (hour: number): Page => {
    const stored = anyStored ? select.get(hour)?.['ids'] : undefined;
    if (!(stored instanceof Uint8Array)) return emptyPage(SMALLEST_SLOTS);
    const cells = new Uint32Array(stored.slice().buffer);
    let count = 0;
    for (let slot = 0; slot < cells.length; slot += 2) if (cells[slot] !== 0 || cells[slot + 1] !== 0) count++;
    return { cells, count, dirty: false };
  };

  const pageOf = (hour: number): Page => {
    if (hour === lastHour) return lastPage;
    let page = pages.get(hour);
    if (page === undefined) {
      page = load(hour);
      bytes += page.cells.byteLength;
    } else {
      // Map order is age: what is used moves to the end.
      pages.delete(hour);
    }
    pages.set(hour, page);
    for (const [old, oldest] of pages) {
      if (bytes <= memoryBytes || old === hour) break;
      write(old, oldest);
      pages.delete(old);
      bytes -= oldest.cells.byteLength;
      letGo(oldest);
    }
    lastHour = hour;
    lastPage = page;
    return page;
  };

  const addMark = (high: number, low: number, time: Instant): boolean => {
    const hour = Math.floor(time / HOUR_MS);
    const page = pageOf(hour);
    // Never zero: a free cell is.
    const isNew = insert(page, (high | 1) >>> 0, low >>> 0);
    if (isNew) {
      page.dirty = true;
      if (page.count * 4 > page.cells.length) {
        const larger = emptyPage(page.cells.length);
        copyInto(larger, page);
        letGo(page);
        bytes += page.cells.byteLength;
        pages.set(hour, larger);
        lastPage = larger;
      }
    }
    return isNew;
  };

  return {
    add(id, time, beginning) {
      hash64(id, fingerprint, beginning);
      return addMark(fingerprint[0] as number, fingerprint[1] as number, time);
    },
    addMark,
    hasMark: (high, low, time) => holds(pageOf(Math.floor(time / HOUR_MS)), (high | 1) >>> 0, low >>> 0),
    save() {
      for (const [hour, page] of pages) write(hour, page);
    },
    forgetBefore(time) {
      state.database.prepare('DELETE FROM seen WHERE hour < ?').run(Math.floor(time / HOUR_MS));
    },
  };
};
