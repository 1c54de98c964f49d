import { at } from '../trace/at';
import type { RunTreeNode } from './run-tree';
import type { TreeView } from './tree-view';

/** Nodes of each side that are looked at: the biggest. */
const LOOKED_AT_MAX = 64;
/** Below this two nodes are not the same one. */
const ENOUGH = 0.55;
/** By how much a pair must be better than every other one its nodes could be in: a tie is not guessed. */
const MARGIN = 0.1;
/** Of a score: what hangs below says more than the name. */
const BELOW_WEIGHT = 0.6;
/** What is below is alike, but not equal. */
const ALIKE_AT_MOST = 0.8;
/** A name alone must be so much better. */
const NAME_ALONE = 0.2;
const OTHER_KIND = 0.15;
/** Characters of a name, and nodes below one, that are compared. */
const NAME_MAX = 100;
const BELOW_MAX = 64;

export type RenamedPair = readonly [base: number, run: number];

/**
 * Which nodes without an equal one in the other run are the same place under another name: what hangs below them is
 * equal or alike, their names are alike. Best pairs first; a pair that is hardly better than another is left alone.
 * @param bases nodes directly below one node of the baseline's tree, by index
 * @param runs those of the same place of the candidate
 */
export function matchRenamed(
  baseTree: TreeView,
  bases: readonly number[],
  runTree: TreeView,
  runs: readonly number[],
): readonly RenamedPair[] {
  if (bases.length === 0 || runs.length === 0) return [];
  const ones = biggest(baseTree, bases).map((node) => featuresOf(baseTree, node));
  const others = biggest(runTree, runs).map((node) => featuresOf(runTree, node));
  return matchBest(ones.map((one) => others.map((other) => scoreOf(one, other)))).map(([i, j]) => [
    at(ones, i).node,
    at(others, j).node,
  ]);
}

/**
 * Once is enough: what frees a pair of its rivals is better than it and was looked at before, so that the order of equal
 * ones does not matter.
 */
function matchBest(scores: readonly (readonly number[])[]): readonly (readonly [number, number])[] {
  const candidates = scores
    .flatMap((row, i) => row.map((score, j) => ({ i, j, score })))
    .filter(({ score }) => score >= ENOUGH)
    .sort((a, b) => b.score - a.score);
  const takenOnes = new Set<number>();
  const takenOthers = new Set<number>();
  const pairs: [number, number][] = [];
  for (const { i, j, score } of candidates) {
    if (takenOnes.has(i) || takenOthers.has(j)) continue;
    const isRivalled =
      at(scores, i).some((rival, k) => k !== j && !takenOthers.has(k) && rival > score - MARGIN) ||
      scores.some((row, k) => k !== i && !takenOnes.has(k) && at(row, j) > score - MARGIN);
    if (isRivalled) continue;
    takenOnes.add(i);
    takenOthers.add(j);
    pairs.push([i, j]);
  }
  return pairs;
}

/** All that a score is made of. */
interface Features {
  readonly node: number;
  readonly kind: string;
  /** Sorted. */
  readonly bigrams: readonly string[];
  readonly steps: ReadonlySet<string>;
  readonly hashBelow: number;
}

function biggest({ nodes }: TreeView, list: readonly number[]): readonly number[] {
  const path = (node: number) => at(nodes, node).path;
  return list
    .toSorted((a, b) => at(nodes, b).spans - at(nodes, a).spans || (path(a) < path(b) ? -1 : 1))
    .slice(0, LOOKED_AT_MAX);
}

function featuresOf(tree: TreeView, node: number): Features {
  const own = at(tree.nodes, node);
  return {
    node,
    kind: kindOf(own),
    bigrams: bigramsOf(own.label),
    steps: new Set(
      tree
        .below(node)
        .slice(0, BELOW_MAX)
        .map((child) => at(tree.nodes, child).step),
    ),
    hashBelow: tree.hashBelow(node),
  };
}

/** A step is scope, kind and name, with colons between (path-signature.ts). */
function kindOf({ step, label }: RunTreeNode): string {
  const beforeName = step.slice(0, -label.length - 1);
  return beforeName.slice(beforeName.lastIndexOf(':') + 1);
}

function scoreOf(one: Features, other: Features): number {
  const name = shareInCommon(one.bigrams, other.bigrams);
  const score = Math.max(name - NAME_ALONE, BELOW_WEIGHT * alikeBelow(one, other) + (1 - BELOW_WEIGHT) * name);
  return one.kind === other.kind ? score : score - OTHER_KIND;
}

/** 0 to 1. That both have nothing below them says nothing. */
function alikeBelow(one: Features, other: Features): number {
  if (one.steps.size === 0 || other.steps.size === 0) return 0;
  if (one.hashBelow === other.hashBelow) return 1;
  let common = 0;
  for (const step of one.steps) if (other.steps.has(step)) common++;
  return (ALIKE_AT_MOST * 2 * common) / (one.steps.size + other.steps.size);
}

function bigramsOf(label: string): readonly string[] {
  const text = ` ${label.slice(0, NAME_MAX).toLowerCase()} `;
  return Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2)).sort();
}

/** Dice's coefficient of two sorted lists. */
function shareInCommon(ones: readonly string[], others: readonly string[]): number {
  let [i, j, common] = [0, 0, 0];
  while (i < ones.length && j < others.length) {
    const [one, other] = [at(ones, i), at(others, j)];
    if (one === other) common++;
    if (one <= other) i++;
    if (one >= other) j++;
  }
  return (2 * common) / (ones.length + others.length);
}
