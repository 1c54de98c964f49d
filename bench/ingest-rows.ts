import type { BodyEncoding } from './load/encode-request';
import { TARGETS } from './report/targets';

/** One load, sent to a server of its own. */
export interface LoadRow {
  readonly name: string;
  readonly encoding: BodyEncoding;
  readonly gzip: boolean;
  readonly spansPerRequest: number;
  readonly senders: number;
  readonly seconds: number;
  /** Spans per second; absent: as fast as answers come. */
  readonly rate?: number;
  /** Somebody opens pages meanwhile. */
  readonly browsing?: boolean;
  /** Acknowledged sessions are asked for at once. */
  readonly probing?: boolean;
  /** Spans per second. */
  readonly target?: number;
}

const BATCH = { spansPerRequest: 512, senders: 4 };
const PROTOBUF = { encoding: 'protobuf', gzip: false } as const;
const PROTOBUF_GZIP = { encoding: 'protobuf', gzip: true } as const;
const JSON_PLAIN = { encoding: 'json', gzip: false } as const;
const JSON_GZIP = { encoding: 'json', gzip: true } as const;

/** The embedded engine is measured whole. */
export const SQLITE_ROWS: readonly LoadRow[] = [
  { name: 'sustained', ...PROTOBUF_GZIP, ...BATCH, seconds: 60, target: TARGETS.spansPerSecond },
  { name: 'paced', ...PROTOBUF_GZIP, ...BATCH, seconds: 20, rate: 15_000, browsing: true, probing: true },
  { name: 'browsed', ...PROTOBUF_GZIP, ...BATCH, seconds: 10, browsing: true },
  { name: 'one sender', ...PROTOBUF_GZIP, ...BATCH, senders: 1, seconds: 5 },
  { name: '16 senders', ...PROTOBUF_GZIP, ...BATCH, senders: 16, seconds: 5 },
  { name: 'plain', ...PROTOBUF, ...BATCH, seconds: 10 },
  { name: 'JSON', ...JSON_PLAIN, ...BATCH, seconds: 10, target: TARGETS.jsonSpansPerSecond },
  { name: 'JSON gzip', ...JSON_GZIP, ...BATCH, seconds: 10 },
  { name: 'one span', ...PROTOBUF, spansPerRequest: 1, senders: 16, seconds: 10, target: 8_000 },
  { name: 'one span, one sender', ...PROTOBUF, spansPerRequest: 1, senders: 1, seconds: 5 },
  { name: 'one span gzip', ...PROTOBUF_GZIP, spansPerRequest: 1, senders: 16, seconds: 5 },
  { name: 'one span JSON', ...JSON_PLAIN, spansPerRequest: 1, senders: 16, seconds: 5 },
];

/** The other engine shares everything before the database, so fewer rows say what is different. */
export const POSTGRES_ROWS: readonly LoadRow[] = [
  { name: 'sustained', ...PROTOBUF_GZIP, ...BATCH, seconds: 20 },
  { name: 'paced', ...PROTOBUF_GZIP, ...BATCH, seconds: 15, rate: 5_000, browsing: true, probing: true },
  { name: 'JSON', ...JSON_PLAIN, ...BATCH, seconds: 5 },
  { name: 'one span', ...PROTOBUF, spansPerRequest: 1, senders: 16, seconds: 5 },
];
