'use client';

import { useEffect, useRef, useState } from 'react';
import type { LaidTree } from '@/lib/trace/lay-tree';
import type { SessionTree } from '@/lib/trace/session-tree';
import type { TreeAnswer, TreeRequest } from './tree-messages';
import type { LayElsewhere } from './use-laid-tree';

/** A tree that a worker has built, and lays out. */
interface RemoteTree {
  readonly tree: SessionTree;
  readonly lay: LayElsewhere;
}

export interface RemoteTreeState {
  /** The latest tree that is there; null before the first one. */
  readonly remote: RemoteTree | null;
  /** Bytes of the skeleton that have come, and whether those are all. */
  readonly progress: { readonly bytes: number; readonly isComplete: boolean };
  /** Why the latest version is not there; null when it is, or is on its way. */
  readonly failure: string | null;
  readonly retry: () => void;
}

const NO_PROGRESS = { bytes: 0, isComplete: false };

/**
 * The tree of a large session, loaded and built by a worker.
 * @param version a new one loads the skeleton again
 */
export function useRemoteTree(path: string, version: string): RemoteTreeState {
  const [remote, setRemote] = useState<RemoteTree | null>(null);
  const [progress, setProgress] = useState<RemoteTreeState['progress']>(NO_PROGRESS);
  const [failure, setFailure] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const connection = useRef<TreeConnection | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt gets another worker
  useEffect(() => {
    const opened = new TreeConnection({ onTree: setRemote, onProgress: setProgress, onFailure: setFailure });
    connection.current = opened;
    return () => opened.close();
  }, [attempt]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another version or attempt is a reason to load again
  useEffect(() => {
    setFailure(null);
    connection.current?.load(new URL(path, window.location.href).href);
  }, [path, version, attempt]);

  return { remote, progress, failure, retry: () => setAttempt((count) => count + 1) };
}

interface TreeListener {
  readonly onTree: (remote: RemoteTree) => void;
  readonly onProgress: (progress: RemoteTreeState['progress']) => void;
  readonly onFailure: (message: string) => void;
}

/** The page's end of the worker. */
class TreeConnection {
  readonly #worker: Worker;
  readonly #listener: TreeListener;
  #tree = 0;
  #isLoading = false;
  /** Asked for while another version was on its way. */
  #next: string | null = null;
  #lastId = 0;
  /** The one that waits for an answer. */
  #waiting: { readonly id: number; readonly resolve: (laid: LaidTree) => void } | null = null;

  constructor(listener: TreeListener) {
    this.#listener = listener;
    this.#worker = new Worker(new URL('./tree-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<TreeAnswer>) => this.#hear(data));
    this.#worker.addEventListener('error', (event) => {
      listener.onFailure(`The tree could not be built: ${event.message || 'its worker did not start'}.`);
    });
  }

  /** A version that is on its way is not given up for a newer one: of a busy session none would ever arrive. */
  load(url: string): void {
    if (this.#isLoading) {
      this.#next = url;
      return;
    }
    this.#isLoading = true;
    this.#send({ ask: 'load', tree: ++this.#tree, url });
  }

  #endLoading(): void {
    this.#isLoading = false;
    const next = this.#next;
    this.#next = null;
    if (next !== null) this.load(next);
  }

  close(): void {
    this.#worker.terminate();
  }

  #send(request: TreeRequest): void {
    this.#worker.postMessage(request);
  }

  #hear(answer: TreeAnswer): void {
    if (answer.say === 'progress') this.#listener.onProgress(answer);
    else if (answer.say === 'laid') {
      if (answer.id === this.#waiting?.id) this.#waiting.resolve(answer.laid);
    } else {
      if (answer.say === 'failed') this.#listener.onFailure(answer.message);
      else this.#listener.onTree({ tree: answer.built, lay: this.#layOf(answer.tree) });
      this.#endLoading();
    }
  }

  #layOf(tree: number): LayElsewhere {
    return (choice) =>
      new Promise((resolve) => {
        const id = ++this.#lastId;
        this.#waiting = { id, resolve };
        this.#send({ ask: 'lay', tree, id, choice });
      });
  }
}
