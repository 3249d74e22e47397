// Where in a finding's event a parameter comes from, and what the event pattern must demand so that it is surely there.

/** One demand on a field. An array matches when one of its elements does. */
type Demand = { readonly prefix: string } | { readonly wildcard: string } | { readonly exists: boolean };
type Matcher = readonly (string | Demand)[];
export interface DetailPattern {
  readonly [field: string]: Matcher | DetailPattern;
}

export interface EventPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: DetailPattern;
}

export interface Source {
  readonly path: string;
  readonly mustBe: DetailPattern;
}

const THERE: Matcher = [{ exists: true }];

export const SOURCES = {
  id: { path: '$.detail.id', mustBe: { id: THERE } },
  function: { path: '$.detail.function', mustBe: { function: [{ prefix: 'arn:aws' }] } },
  role: { path: '$.detail.principal', mustBe: { principal: [{ wildcard: 'arn:aws*:iam::*:role/*' }] } },
  /** A rule's evidence is the records that it matched, of CloudTrail where it is about calls; the earliest is the first. */
  record: { path: '$.detail.evidence[0]', mustBe: { kind: ['rule'], evidence: [{ wildcard: '*-*-*-*-*' }] } },
  region: { path: '$.detail.region', mustBe: { region: [{ wildcard: '*-*-*' }] } },
  address: { path: '$.detail.entities.addresses[0]', mustBe: { entities: { addresses: THERE } } },
  time: { path: '$.detail.time', mustBe: { time: THERE } },
  start: { path: '$.detail.window.start', mustBe: { window: { start: THERE } } },
  end: { path: '$.detail.window.end', mustBe: { window: { end: THERE } } },
} as const satisfies { readonly [name: string]: Source };
export type SourceName = keyof typeof SOURCES;

const isMatcher = (pattern: Matcher | DetailPattern | undefined): pattern is Matcher => Array.isArray(pattern);

/** Both demands at once. */
export const both = (one: DetailPattern, other: DetailPattern): DetailPattern => {
  const merged: { [field: string]: Matcher | DetailPattern } = { ...one };
  for (const [field, demand] of Object.entries(other)) {
    const mine = merged[field];
    merged[field] = mine === undefined || isMatcher(mine) || isMatcher(demand) ? demand : both(mine, demand as DetailPattern);
  }
  return merged;
};
