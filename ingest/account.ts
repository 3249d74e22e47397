// The account of records: received = folded + skipped + quarantined, by source, format and reason. Law 1 as numbers.
import type { Format, QuarantineReason, SkipReason } from './decode/sink.ts';

export interface Fates {
  /** Counted where records come in, and not as the sum of the others: so that a loss would show. */
  received: number;
  folded: number;
  readonly skipped: Map<SkipReason, number>;
  readonly quarantined: Map<QuarantineReason, number>;
}

export interface Account extends Fates {
  readonly bySource: Map<string, Fates & { readonly formats: Map<Format, number> }>;
  /** Versions, types, fields and log groups that are not known: `cloudtrail: eventVersion 1.12`, by records. */
  readonly novel: Map<string, number>;
}

/** A scan of a bucket can name a million objects; beyond this many the rest are counted together. */
const SOURCES_NAMED = 10_000;
const OTHER_SOURCES = '(other sources)';

const emptyFates = (): Fates => ({ received: 0, folded: 0, skipped: new Map(), quarantined: new Map() });

export const emptyAccount = (): Account => ({ ...emptyFates(), bySource: new Map(), novel: new Map() });

const increment = <Key>(counts: Map<Key, number>, key: Key): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

type SourceFates = Fates & { readonly formats: Map<Format, number> };

/** Records come source by source: the last one's fates are looked up once, for one account at a time. */
let lastAccount: Account | undefined;
let lastSource = '';
let lastFates: SourceFates | undefined;

const sourceFates = (account: Account, source: string): SourceFates => {
  if (account !== lastAccount || source !== lastSource || lastFates === undefined) {
    lastFates = findFates(account, source);
    lastAccount = account;
    lastSource = source;
  }
  return lastFates;
};

const findFates = (account: Account, source: string): SourceFates => {
  const known = account.bySource.get(source);
  if (known !== undefined) return known;
  const name = account.bySource.size < SOURCES_NAMED ? source : OTHER_SOURCES;
  const fates = account.bySource.get(name) ?? { ...emptyFates(), formats: new Map() };
  account.bySource.set(name, fates);
  return fates;
};

export const countReceived = (account: Account, source: string, records: number): void => {
  if (records === 0) return;
  account.received += records;
  sourceFates(account, source).received += records;
};

export const countFolded = (account: Account, source: string, format: Format): void => {
  const fates = sourceFates(account, source);
  account.folded++;
  fates.folded++;
  increment(fates.formats, format);
};

export const countSkipped = (account: Account, source: string, format: Format, reason: SkipReason): void => {
  const fates = sourceFates(account, source);
  increment(account.skipped, reason);
  increment(fates.skipped, reason);
  increment(fates.formats, format);
};

export const countQuarantined = (account: Account, source: string, format: Format, reason: QuarantineReason): void => {
  const fates = sourceFates(account, source);
  increment(account.quarantined, reason);
  increment(fates.quarantined, reason);
  increment(fates.formats, format);
};

/** Names come out of records: no more than these are told apart. */
const NOVELTIES_NAMED = 200;
const NOVELTY = /^[\w .:@()/#-]{1,120}$/;
const OTHER_NOVELTIES = 'others';

export const countNovel = (account: Account, format: Format, what: string): void => {
  const named = `${format}: ${NOVELTY.test(what) ? what : OTHER_NOVELTIES}`;
  const name = account.novel.has(named) || account.novel.size < NOVELTIES_NAMED ? named : OTHER_NOVELTIES;
  increment(account.novel, name);
};

const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

/** Records that met no fate (or, below zero, more than one): 0, or there is a bug. */
export const unaccounted = ({ received, folded, skipped, quarantined }: Fates): number =>
  received - folded - total(skipped) - total(quarantined);

const sorted = <Key extends string>(counts: ReadonlyMap<Key, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));

export interface FatesJson {
  readonly received: number;
  readonly folded: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly quarantined: Readonly<Record<string, number>>;
}
export interface AccountJson extends FatesJson {
  readonly novel: Readonly<Record<string, number>>;
  readonly bySource: Readonly<Record<string, FatesJson & { readonly formats: Readonly<Record<string, number>> }>>;
}

const fatesJson = (fates: Fates): FatesJson => ({
  received: fates.received,
  folded: fates.folded,
  skipped: sorted(fates.skipped),
  quarantined: sorted(fates.quarantined),
});

/** The form of `--stats`: names in order, so that it is the same whatever the order of arrival. */
export const accountJson = (account: Account): AccountJson => ({
  ...fatesJson(account),
  novel: sorted(account.novel),
  bySource: Object.fromEntries(
    [...account.bySource]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([source, fates]) => [source, { ...fatesJson(fates), formats: sorted(fates.formats) }]),
  ),
});
