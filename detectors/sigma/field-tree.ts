// The dotted names that many questions ask for, as one tree: a record is walked once, by its own keys, whatever the number of names.
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { fieldPath } from './field-path.ts';

/** Past the depth that decoding lets through. */
const DEEPEST = 200;

interface Node<Asked> {
  /** By the record's key, which may itself have dots: `a.b` leads where `a` and then `b` lead. */
  readonly children: Map<string, Node<Asked>>;
  asked: Asked | undefined;
  /** The walk in which it last led to something that is no text. */
  reachedIn: number;
}

type Reached<Asked> = (asked: Asked, value: Json) => void;

export interface FieldTree<Asked> {
  /**
   * Tells of each text that a name leads to through no list, or through one to its elements; and, once for each name, that it leads
   * to something else, be it an empty list, whose texts are for the caller to find.
   */
  walk(record: JsonObject, reached: Reached<Asked>): void;
}

export const newFieldTree = <Asked>(names: ReadonlyMap<string, Asked>): FieldTree<Asked> => {
  const newNode = (): Node<Asked> => ({ children: new Map(), asked: undefined, reachedIn: 0 });
  const root = newNode();
  /** By what of a name leads there. */
  const nodes = new Map<string, Node<Asked>>();
  const nodeOf = (name: string): Node<Asked> => {
    const node = nodes.get(name) ?? newNode();
    nodes.set(name, node);
    return node;
  };
  for (const [name, asked] of names) {
    const path = fieldPath(name);
    const reachedBy: (string | undefined)[] = [];
    for (const [part, steps] of path.entries()) {
      const before = reachedBy[part];
      for (const { key, next } of steps) {
        const after = before === undefined ? key : `${before}.${key}`;
        reachedBy[next] = after;
        (before === undefined ? root : nodeOf(before)).children.set(key, nodeOf(after));
      }
    }
    nodeOf(name).asked = asked;
  }

  let walks = 0;
  const enter = (record: JsonObject, node: Node<Asked>, reached: Reached<Asked>, depth: number): void => {
    for (const key in record) {
      const child = node.children.get(key);
      if (child !== undefined) visit(record[key], child, reached, depth + 1);
    }
  };
  const visit = (value: Json | undefined, node: Node<Asked>, reached: Reached<Asked>, depth: number): void => {
    if (value === undefined || depth > DEEPEST) return;
    if (typeof value === 'string') {
      if (node.asked !== undefined) reached(node.asked, value);
      return;
    }
    if (node.asked !== undefined && node.reachedIn !== walks) {
      node.reachedIn = walks;
      reached(node.asked, value);
    }
    if (node.children.size === 0) return;
    if (Array.isArray(value)) for (let place = 0; place < value.length; place++) visit(value[place] as Json, node, reached, depth + 1);
    else if (isObject(value)) enter(value, node, reached, depth);
  };

  return {
    walk: (record, reached) => {
      walks++;
      enter(record, root, reached, 0);
    },
  };
};
