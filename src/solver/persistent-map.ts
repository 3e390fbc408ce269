/**
 * Pipeline stage: value flow. An immutable map from small non-negative integers, as a tree of 16-way nodes: a copy is
 * free, and joining two maps visits only the parts in which they differ. This is what makes a state per branch cheap
 * (after Okasaki & Gill, "Fast Mergeable Integer Maps", 1998).
 */
const BITS = 4;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;

interface Tree<V> {
  readonly slots: readonly (Tree<V> | V | undefined)[];
}

export interface PersistentMap<V> {
  /** Levels below the root: keys below 16 ** (height + 1) fit. */
  readonly height: number;
  readonly root: Tree<V>;
}

const EMPTY_TREE: Tree<never> = { slots: [] };
const EMPTY: PersistentMap<never> = { height: 0, root: EMPTY_TREE };

export function emptyMap<V>(): PersistentMap<V> {
  return EMPTY;
}

/** Keys are below 2 ** 31, and so need at most eight levels. */
function fits(key: number, height: number): boolean {
  return height >= MAXIMAL_HEIGHT || key >>> (BITS * (height + 1)) === 0;
}
const MAXIMAL_HEIGHT = 7;

function slotOf(key: number, height: number): number {
  return (key >>> (BITS * height)) & MASK;
}

export function getEntry<V>(map: PersistentMap<V>, key: number): V | undefined {
  if (!fits(key, map.height)) return undefined;
  let tree: Tree<V> | undefined = map.root;
  for (let height = map.height; height > 0; height--) {
    // Slots above the lowest level hold trees only.
    tree = tree.slots[slotOf(key, height)] as Tree<V> | undefined;
    if (tree === undefined) return undefined;
  }
  return tree.slots[key & MASK] as V | undefined;
}

function grown<V>(map: PersistentMap<V>, key: number): PersistentMap<V> {
  let height = map.height;
  while (!fits(key, height)) height++;
  return raised(map, height);
}

/** The same map with levels added on top. */
function raised<V>(map: PersistentMap<V>, height: number): PersistentMap<V> {
  let { root } = map;
  for (let level = map.height; level < height; level++) root = { slots: root === EMPTY_TREE ? [] : [root] };
  return { height, root };
}

function setInTree<V>(tree: Tree<V> | undefined, key: number, height: number, value: V | undefined): Tree<V> {
  const slot = slotOf(key, height);
  const slots = tree === undefined ? [] : tree.slots.slice();
  slots[slot] = height === 0 ? value : setInTree(slots[slot] as Tree<V> | undefined, key, height - 1, value);
  return { slots };
}

/** The map with `value` under `key`; `undefined` takes the entry away. */
export function withEntry<V>(map: PersistentMap<V>, key: number, value: V | undefined): PersistentMap<V> {
  if (getEntry(map, key) === value) return map;
  const target = grown(map, key);
  return { height: target.height, root: setInTree(target.root, key, target.height, value) };
}

type Merge<V> = (left: V, right: V) => V;

function mergeTrees<V>(
  left: Tree<V> | undefined,
  right: Tree<V> | undefined,
  height: number,
  merge: Merge<V>,
): Tree<V> | undefined {
  if (left === right || right === undefined) return left;
  if (left === undefined) return right;
  let changed = false;
  const width = Math.max(left.slots.length, right.slots.length);
  const slots: (Tree<V> | V | undefined)[] = [];
  for (let slot = 0; slot < width; slot++) {
    const ours = left.slots[slot];
    const theirs = right.slots[slot];
    const merged =
      height === 0
        ? mergeEntries(ours as V | undefined, theirs as V | undefined, merge)
        : mergeTrees(ours as Tree<V> | undefined, theirs as Tree<V> | undefined, height - 1, merge);
    slots.push(merged);
    if (merged !== ours) changed = true;
  }
  return changed ? { slots } : left;
}

function mergeEntries<V>(left: V | undefined, right: V | undefined, merge: Merge<V>): V | undefined {
  if (left === right || right === undefined) return left;
  return left === undefined ? right : merge(left, right);
}

/**
 * The union of both maps; where both have an entry and they are not identical, `merge` decides. Returns `left` itself
 * when nothing of `right` adds to it, provided that `merge` returns its first argument in that case.
 */
export function mergeMaps<V>(
  left: PersistentMap<V>,
  right: PersistentMap<V>,
  merge: Merge<V>,
): PersistentMap<V> {
  if (left.root === right.root) return left;
  const height = Math.max(left.height, right.height);
  const ours = raised(left, height);
  const theirs = raised(right, height);
  const root = mergeTrees(ours.root, theirs.root, height, merge);
  if (root === undefined || root === ours.root) return left;
  return { height, root };
}

/** Entries in ascending order of their keys. */
export function* entriesOf<V>(map: PersistentMap<V>): Generator<[number, V]> {
  yield* entriesOfTree(map.root, map.height, 0);
}

function* entriesOfTree<V>(tree: Tree<V>, height: number, base: number): Generator<[number, V]> {
  for (const [slot, content] of tree.slots.entries()) {
    if (content === undefined) continue;
    const key = base + (slot << (BITS * height));
    if (height === 0) yield [key, content as V];
    else yield* entriesOfTree(content as Tree<V>, height - 1, key);
  }
}

/** Keys under which the two maps don't have the same entry: visits only the parts in which they differ. */
export function* keysThatDiffer<V>(left: PersistentMap<V>, right: PersistentMap<V>): Generator<number> {
  const height = Math.max(left.height, right.height);
  yield* keysThatDifferIn(raised(left, height).root, raised(right, height).root, height, 0);
}

function* keysThatDifferIn<V>(
  left: Tree<V> | undefined,
  right: Tree<V> | undefined,
  height: number,
  base: number,
): Generator<number> {
  if (left === right) return;
  for (let slot = 0; slot < Math.max(left?.slots.length ?? 0, right?.slots.length ?? 0); slot++) {
    const [ours, theirs] = [left?.slots[slot], right?.slots[slot]];
    if (ours === theirs) continue;
    const key = base + (slot << (BITS * height));
    if (height === 0) yield key;
    else yield* keysThatDifferIn(ours as Tree<V> | undefined, theirs as Tree<V> | undefined, height - 1, key);
  }
}
