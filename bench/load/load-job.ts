import type { Latency } from '../measure/latency';
import type { LoadShape } from './request-source';

/** What a sender is asked to do. */
export interface LoadJob extends LoadShape {
  readonly origin: string;
  readonly project: string;
  readonly connections: number;
  /** Spans per second; null for as fast as answers come. */
  readonly rate: number | null;
}

/** What a sender did. */
export interface LoadReport {
  readonly requests: number;
  /** Spans that were acknowledged. */
  readonly spans: number;
  readonly rawBytes: number;
  readonly wireBytes: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** From the moment a request was due to its 200, in milliseconds. */
  readonly ack: Latency;
  /** Requests sent again because of 429, 502, 503 or 504. */
  readonly retries: number;
  readonly cpuSeconds: number;
  /** The runs sent to, at most ten thousand. */
  readonly runs: readonly string[];
}

/** When it is enough: whatever comes first. */
export interface Until {
  readonly seconds: number;
  readonly spans: number;
}

export type ToSender =
  | { readonly do: 'prepare'; readonly job: LoadJob }
  | { readonly do: 'send'; readonly until: Until }
  | { readonly do: 'end' };
export type FromSender =
  | { readonly is: 'ready' }
  | { readonly is: 'done'; readonly report: LoadReport }
  | { readonly is: 'failed'; readonly reason: string };
