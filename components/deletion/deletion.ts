import type { Route } from 'next';

/** A run or session that can be removed for good. */
export interface Deletion {
  readonly project: string;
  readonly noun: 'run' | 'session';
  /** What goes with it, in words. */
  readonly description: string;
  /** @param onProgress told how many sessions are left, when there is more to do */
  readonly run: (onProgress: (sessionsLeft: number) => void) => Promise<void>;
  /** Where to go when it is gone. */
  readonly afterwards: Route;
}
