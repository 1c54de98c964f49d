import type { MessagePort } from 'node:worker_threads';
import type { Config } from '../../lib/env';
import type { Writer } from '../../lib/store/ingest-store';
import type { StoreOptions } from '../../lib/store/open-store';
import { Caller, remote } from '../../lib/threads/calls';

/** What a thread beside the writer's is given. */
export interface ThreadData {
  readonly config: Config;
  readonly store: StoreOptions;
  readonly packageFolder: string;
  /** Leads to the writer's thread. */
  readonly writer: MessagePort;
}

export function writerOf({ writer }: ThreadData): Writer {
  return remote<Writer>(new Caller(writer));
}
