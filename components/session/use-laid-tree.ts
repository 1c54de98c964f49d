'use client';

import { useEffect, useMemo, useState } from 'react';
import { type LaidTree, layTree, type TreeChoice } from '@/lib/trace/lay-tree';
import type { SessionTree } from '@/lib/trace/session-tree';

/** Lays one tree out somewhere else; a new choice makes the answers to earlier ones worthless. */
export type LayElsewhere = (choice: TreeChoice) => Promise<LaidTree>;

/** Rows with the tree and the choice they belong to: neither need be the latest. */
export interface DrawnTree {
  readonly tree: SessionTree;
  readonly choice: TreeChoice;
  readonly laid: LaidTree;
}

/**
 * The rows of a tree: at once where it is small; of a large one as soon as its worker has them, and until then those of
 * before. null when there are none yet.
 */
export function useLaidTree(
  tree: SessionTree,
  choice: TreeChoice,
  layElsewhere: LayElsewhere | null,
): DrawnTree | null {
  const here = useMemo(
    () => (layElsewhere === null ? { tree, choice, laid: layTree(tree, choice) } : null),
    [tree, choice, layElsewhere],
  );
  const [fromElsewhere, setFromElsewhere] = useState<DrawnTree | null>(null);
  useEffect(() => {
    if (layElsewhere === null) return;
    let isWanted = true;
    void layElsewhere(choice).then((laid) => {
      if (isWanted) setFromElsewhere({ tree, choice, laid });
    });
    return () => {
      isWanted = false;
    };
  }, [tree, choice, layElsewhere]);
  return here ?? fromElsewhere;
}
