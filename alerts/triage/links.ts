// Which findings belong together: the links a story is made of.
//
// The principle: a link is as strong as the thing shared is rare. What few functions meet in a day (a stolen key, a function's
// own role, an attacker's address) links any two findings that name it. What many functions meet (a deployment pipeline, a NAT
// address, an administrator) proves nothing about two small oddities, and links only findings that are grave by themselves,
// since several grave findings round one actor are hardly chance. What everybody shares (the account, AWS's own services,
// declared deployers) links nothing. A function always links: it is the thing watched.
import type { Finding } from '../../detectors/model/finding.ts';
import { atLeast } from '../../detectors/model/severity.ts';
import { DAY_MS } from '../../detectors/model/time.ts';
import { type EntityKey, entityKeys, keyText, namesakesIn } from './entity-keys.ts';
import { compareText } from './order.ts';

/** Two findings further apart tell no common story by themselves; GuardDuty's attack sequences use the same rolling 24 hours. */
export const LINK_MS = DAY_MS;

/**
 * More functions (or, for an address, principals) than this in a day make an actor wide. A choice: the functions that share one
 * role by design are a handful. A wrong choice splits or joins stories of lesser findings, and hides nothing.
 */
const NARROW_LIMIT = 5;

/** A finding at its place in time order, with what it names. */
export interface Node {
  readonly finding: Finding;
  readonly startMs: number;
  readonly endMs: number;
  readonly keys: readonly EntityKey[];
}

/** Places in the nodes: `later` shares `key` with `earlier`. */
export interface Link {
  readonly earlier: number;
  readonly later: number;
  readonly key: EntityKey;
}

/** `findings` must be in time order; the nodes keep it. A time that cannot be read stands at the epoch and links only there. */
export const nodesOf = (findings: readonly Finding[], shared: readonly string[]): readonly Node[] => {
  const namesakes = namesakesIn(findings);
  return findings.map((finding) => {
    const startMs = Date.parse(finding.time) || 0;
    return {
      finding,
      startMs,
      endMs: Math.max(startMs, Date.parse(finding.window.end) || 0),
      keys: entityKeys(finding, namesakes, shared),
    };
  });
};

/** For each member, whether its entity is wide in the day before and after it. */
const wideAt = (nodes: readonly Node[], members: readonly number[], key: EntityKey): readonly boolean[] => {
  const met = new Map<string, number>();
  let functions = 0;
  let principals = 0;
  const count = (member: number, step: 1 | -1): void => {
    for (const other of nodes[member]?.keys ?? []) {
      if (other.kind !== 'function' && !(other.kind === 'principal' && key.kind === 'address')) continue;
      const text = keyText(other);
      const before = met.get(text) ?? 0;
      met.set(text, before + step);
      const change = before === 0 ? 1 : before + step === 0 ? -1 : 0;
      if (other.kind === 'function') functions += change;
      else principals += change;
    }
  };
  let from = 0;
  let to = 0;
  const startOf = (place: number): number => nodes[members[place] ?? -1]?.startMs ?? Number.POSITIVE_INFINITY;
  return members.map((_, place) => {
    for (; startOf(to) <= startOf(place) + LINK_MS; to++) count(members[to] ?? -1, 1);
    for (; startOf(from) < startOf(place) - LINK_MS; from++) count(members[from] ?? -1, -1);
    return functions > NARROW_LIMIT || principals > NARROW_LIMIT;
  });
};

const linksOf = (nodes: readonly Node[], members: readonly number[], key: EntityKey): readonly Link[] => {
  const wide = key.kind === 'function' ? [] : wideAt(nodes, members, key);
  const links: Link[] = [];
  // The member that reaches furthest into the future: what comes within a day of its end follows it.
  let anchor: number | undefined;
  members.forEach((member, place) => {
    const node = nodes[member];
    if (node === undefined || (wide[place] === true && !atLeast(node.finding.severity, 'high'))) return;
    const reach = anchor === undefined ? undefined : nodes[anchor]?.endMs;
    if (anchor !== undefined && reach !== undefined && node.startMs - reach <= LINK_MS) links.push({ earlier: anchor, later: member, key });
    if (reach === undefined || node.endMs >= reach) anchor = member;
  });
  return links;
};

/** All links, in the order in which time made them. */
export const findLinks = (nodes: readonly Node[]): readonly Link[] => {
  const membersOf = new Map<string, { readonly key: EntityKey; readonly members: number[] }>();
  nodes.forEach((node, place) => {
    for (const key of node.keys) {
      const entry = membersOf.get(keyText(key)) ?? { key, members: [] };
      entry.members.push(place);
      membersOf.set(keyText(key), entry);
    }
  });
  return [...membersOf.values()]
    .flatMap(({ key, members }) => linksOf(nodes, members, key))
    .sort((one, other) => one.later - other.later || one.earlier - other.earlier || compareText(keyText(one.key), keyText(other.key)));
};
