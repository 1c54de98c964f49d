import type { LaidTree, TreeChoice } from '@/lib/trace/lay-tree';
import type { SessionTree } from '@/lib/trace/session-tree';

/** What the page asks of the worker. Trees and choices are numbered, so that answers to old questions are known. */
export type TreeRequest =
  | { readonly ask: 'load'; readonly tree: number; readonly url: string }
  | { readonly ask: 'lay'; readonly tree: number; readonly id: number; readonly choice: TreeChoice };

/** What the worker says. */
export type TreeAnswer =
  | { readonly say: 'progress'; readonly tree: number; readonly bytes: number; readonly isComplete: boolean }
  | { readonly say: 'built'; readonly tree: number; readonly built: SessionTree }
  | { readonly say: 'failed'; readonly tree: number; readonly message: string }
  | { readonly say: 'laid'; readonly tree: number; readonly id: number; readonly laid: LaidTree };
