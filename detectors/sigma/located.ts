// YAML with the place of every value: what a problem points at.
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { Json } from '../model/json.ts';
import type { RuleProblem } from './rule.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

export type LocatedScalar = {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it compares with a record: whole numbers keep their leading zeros (an account id may have some). */
  readonly text: string;
  readonly at: Place;
};
export type LocatedMap = { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Located>; readonly at: Place };
type LocatedList = { readonly kind: 'list'; readonly items: readonly Located[]; readonly at: Place };
export type Located = LocatedScalar | LocatedMap | LocatedList;

/** A rule with its cases is a few kilobytes; a file of many is still far below this. */
const LONGEST_FILE = 1024 * 1024;
/** Values in one file, aliases expanded: an alias bomb stops here. */
const MOST_VALUES = 100_000;
/** Real rules nest to 6, the records of their cases to about 20. */
const DEEPEST = 64;

/** Why a document is not read further, and where. */
class Refused extends Error {
  readonly at: Place | undefined;
  constructor(reason: string, at?: Place) {
    super(reason);
    this.at = at;
  }
}

const placeOf = (node: unknown, lines: LineCounter): Place => {
  const { line, col } = lines.linePos((node as Node | null)?.range?.[0] ?? 0);
  return { line: Math.max(1, line), column: Math.max(1, col) };
};

const located = (node: unknown, document: Document, lines: LineCounter, budget: { left: number }, depth: number): Located => {
  budget.left--;
  if (budget.left < 0) throw new Refused(`more than ${MOST_VALUES} values`);
  if (depth > DEEPEST) throw new Refused(`nested deeper than ${DEEPEST}`);
  const at = placeOf(node, lines);
  if (isAlias(node)) return located(node.resolve(document), document, lines, budget, depth + 1);
  if (isMap(node)) {
    const entries = new Map<string, Located>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value ?? '') : undefined;
      if (name === undefined) throw new Refused('a key that is not plain text', at);
      if (entries.has(name)) throw new Refused(`the key \`${name.slice(0, 80)}\` twice in one map`, placeOf(key, lines));
      entries.set(
        name,
        value === null ? { kind: 'scalar', value: null, text: '', at } : located(value, document, lines, budget, depth + 1),
      );
    }
    return { kind: 'map', entries, at };
  }
  if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => located(item, document, lines, budget, depth + 1)), at };
  const value: unknown = isScalar(node) ? node.value : null;
  if (typeof value === 'number' && isScalar(node)) {
    const digits = node.source ?? '';
    return { kind: 'scalar', value, text: /^\d+$/.test(digits) ? digits : String(value), at };
  }
  if (typeof value === 'string' || typeof value === 'boolean') return { kind: 'scalar', value, text: String(value), at };
  return { kind: 'scalar', value: null, text: '', at };
};

export interface YamlDocuments {
  readonly documents: readonly Located[];
  readonly problems: readonly RuleProblem[];
}

/** All documents of a file that can be read; the others as problems. Never throws. */
export const readYaml = (file: string, text: string): YamlDocuments => {
  const problem = (reason: string, line = 1, column = 1): RuleProblem => ({ file, line, column, reason });
  if (text.length > LONGEST_FILE) return { documents: [], problems: [problem(`larger than ${LONGEST_FILE} characters`)] };
  const lines = new LineCounter();
  const documents: Located[] = [];
  const problems: RuleProblem[] = [];
  try {
    // Whether a key comes twice is seen when its map is read; the parser would compare each with each.
    const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
    for (const document of Array.isArray(parsed) ? parsed : []) {
      const [error] = document.errors;
      if (error !== undefined) {
        const { line, col } = lines.linePos(error.pos[0]);
        problems.push(problem(`not YAML: ${error.message}`, Math.max(1, line), Math.max(1, col)));
      } else if (document.contents !== null) {
        documents.push(located(document.contents, document as Document, lines, { left: MOST_VALUES }, 0));
      }
    }
  } catch (error) {
    // Besides our own limits: the parser itself gives up on absurd nesting with a RangeError.
    problems.push(error instanceof Refused ? problem(error.message, error.at?.line, error.at?.column) : problem('not readable as YAML'));
  }
  return { documents, problems };
};

/** The same value without its places. Keys like `__proto__` become plain own keys. */
export const plainJson = (value: Located): Json => {
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'list') return value.items.map(plainJson);
  return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plainJson(entry)]));
};

/** The texts of a list of scalars, or of one scalar alone. */
export const textsOf = (value: Located | undefined): readonly string[] => {
  if (value === undefined || value.kind === 'map') return [];
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap((item) => (item.kind === 'scalar' && item.value !== null ? [item.text] : []));
};

export const textOf = (value: Located | undefined): string | undefined =>
  value?.kind === 'scalar' && value.value !== null ? value.text : undefined;
