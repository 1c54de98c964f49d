import { EVENT_BUCKETS, type TraceEvent } from '../domain/event';
import { isJsonObject, type JsonValue } from '../domain/json';

/** One value in the buckets of a stored event: a leaf, or an array or object above leaves. */
export interface StoredNode {
  /** Bucket, then all keys down to here, with dots between: the same for `{a: {b}}` and `{"a.b"}`. */
  readonly path: string;
  /** The same without the bucket; null for a bucket that is no object. */
  readonly key: string | null;
  readonly value: JsonValue;
  readonly isLeaf: boolean;
  /** Position among all nodes. The nodes below follow directly; `end` is the position after the last one. */
  readonly at: number;
  end: number;
  /** True once it is known where the value, or a part of it, comes from. */
  explained: boolean;
}

export interface StoredIndex {
  /** Parents before their children. */
  readonly nodes: readonly StoredNode[];
  readonly byPath: ReadonlyMap<string, readonly StoredNode[]>;
}

/** Deeper structures are compared as one value: a path of a thousand segments tells nobody anything. */
const MAX_DEPTH = 64;

/** Every value in the buckets of a stored event by its dotted path: nested and dotted spellings meet there. */
export function indexStored(event: TraceEvent): StoredIndex {
  const nodes: StoredNode[] = [];
  const byPath = new Map<string, StoredNode[]>();

  function add(bucket: string, key: string | null, value: JsonValue, depth: number): void {
    const isOpened = typeof value === 'object' && value !== null && depth < MAX_DEPTH;
    const children: readonly [string, JsonValue][] = isOpened ? Object.entries(value) : [];
    const path = key === null ? bucket : `${bucket}.${key}`;
    const node = { path, key, value, isLeaf: children.length === 0, at: nodes.length, end: 0, explained: false };
    nodes.push(node);
    const samePath = byPath.get(path);
    if (samePath === undefined) byPath.set(path, [node]);
    else samePath.push(node);
    for (const [name, child] of children) add(bucket, key === null ? name : `${key}.${name}`, child, depth + 1);
    node.end = nodes.length;
  }

  for (const bucket of EVENT_BUCKETS) {
    const value: JsonValue | undefined = event[bucket];
    if (isJsonObject(value)) {
      for (const [name, child] of Object.entries(value)) add(bucket, name, child, 0);
    } else if (value !== null && value !== undefined) {
      add(bucket, null, value, 0);
    }
  }
  return { nodes, byPath };
}

/** Marks a value and everything in it. */
export function explain({ nodes }: StoredIndex, { at, end }: StoredNode): void {
  for (let i = at; i < end; i++) {
    const node = nodes[i];
    if (node !== undefined) node.explained = true;
  }
}

/** The first explained value inside another one, or null. */
export function firstExplainedIn({ nodes }: StoredIndex, { at, end }: StoredNode): StoredNode | null {
  for (let i = at + 1; i < end; i++) {
    const node = nodes[i];
    if (node?.explained === true) return node;
  }
  return null;
}
