// Spans of time as sorted, disjoint [from, until) pairs of milliseconds: what of a log was read, and what remains.

export interface Span {
  readonly from: number;
  readonly until: number;
}

/** A run adds one span and usually joins the last; only odd choices of --since and --until leave gaps. The shortest are forgotten (and read again). */
const MOST_SPANS = 16;

const isSome = ({ from, until }: Span): boolean => from < until;

const byStart = (one: Span, other: Span): number => one.from - other.from;

export const withSpan = (spans: readonly Span[], added: Span): readonly Span[] => {
  const joined: Span[] = [];
  for (const span of [...spans, added].filter(isSome).sort(byStart)) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.until)
      joined[joined.length - 1] = { from: last.from, until: Math.max(last.until, span.until) };
    else joined.push(span);
  }
  if (joined.length <= MOST_SPANS) return joined;
  return joined
    .sort((one, other) => other.until - other.from - (one.until - one.from) || byStart(one, other))
    .slice(0, MOST_SPANS)
    .sort(byStart);
};

/** What of `wanted` lies in none of the spans, earliest first. */
export const remaining = (wanted: Span, spans: readonly Span[]): readonly Span[] => {
  const left: Span[] = [];
  let from = wanted.from;
  for (const span of spans) {
    if (span.until <= from || span.from >= wanted.until) continue;
    left.push({ from, until: span.from });
    from = span.until;
  }
  left.push({ from, until: wanted.until });
  return left.filter(isSome);
};
