import { z } from 'zod';
import { ATTRIBUTION_KEYS } from '../domain/attribution-keys';
import { NODE_STATUSES } from '../domain/comparison';
import { RUN_STATUSES } from '../domain/records';
import {
  attributionCountsSchema,
  attributionStateSchema,
  clientSchema,
  custodyStateSchema,
  timeSchema,
} from './common';

/** A span in some session of a run. */
export const locatedSpanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  name: z.string(),
  sessionId: z.string(),
  datapointId: z.string().nullable(),
});
export type LocatedSpanDto = z.infer<typeof locatedSpanSchema>;

/** One node in one run. */
const nodeSideSchema = z.object({
  spans: z.number().int(),
  datapoints: z.number().int(),
  counts: z.array(attributionCountsSchema).describe('Spans by state, by attribution key in the order of `keys`'),
  unpreserved: z.number().int().describe('Spans that sent at least one key that is not preserved'),
  example: locatedSpanSchema.nullable(),
});
export type NodeSideDto = z.infer<typeof nodeSideSchema>;

/** Merged name-path tree of one run or of two; of one, every node is `same` and has no `base`. */
const treeNodeSchema = z.object({
  path: z.string().describe('16 hex digits: equal for the same place in any run'),
  above: z.number().int().describe('Index of the node above; -1 for none. Every node comes after it'),
  label: z.string(),
  repeats: z.boolean().describe('True for a loop: spans of the step stand directly below each other'),
  status: z.enum(NODE_STATUSES),
  renamedFrom: z.string().nullable(),
  base: nodeSideSchema.nullable(),
  run: nodeSideSchema.nullable(),
});
export type TreeNodeDto = z.infer<typeof treeNodeSchema>;

export const mergedTreeSchema = z.object({
  keys: z.array(z.string()).describe('Attribution keys, in the order of the counts'),
  nodes: z.array(treeNodeSchema),
  /** Nodes left out because there are more than 5,000: complete ones first. */
  left: z.number().int(),
  /** Sessions that were never judged, or that nobody has judged by the present contract yet: not counted here. */
  unjudgedSessions: z.number().int(),
});
export type MergedTree = z.infer<typeof mergedTreeSchema>;

export const nodeSpansQuerySchema = z.object({
  key: z
    .enum(ATTRIBUTION_KEYS.map((key) => key.name))
    .optional()
    .describe('Only spans in a bad state of this key'),
  datapoint: z.string().max(500).optional().describe('Only spans of this datapoint'),
});
export type NodeSpansQuery = z.infer<typeof nodeSpansQuerySchema>;

/** Spans of one node: of each session the examples that the audit kept. */
export const nodeSpansSchema = z.object({
  path: z.string(),
  text: z.string().describe('The path for reading, `fn › child_op`'),
  spans: z.array(
    locatedSpanSchema.extend({
      states: z.record(z.string(), attributionStateSchema),
      worstCustody: custodyStateSchema.nullable(),
    }),
  ),
  /** Spans of the node that are asked for, listed or not. */
  total: z.number().int(),
});
export type NodeSpans = z.infer<typeof nodeSpansSchema>;

export const historyQuerySchema = z.object({
  key: z.string().min(1).max(500).describe('An attribution key, or a sent key as comparisons name it'),
  dataset: z.string().max(500).optional().describe('Only runs over this dataset'),
  name: z.string().max(500).optional().describe('Only runs of this name'),
  order: z.enum(['time', 'version']).default('time').describe('By start, or by version of the client and then start'),
  limit: z.coerce.number().int().min(2).max(500).default(100).describe('The newest so many runs'),
});
export type HistoryQuery = z.infer<typeof historyQuerySchema>;

/** One key over ordered runs. */
export const keyHistorySchema = z.object({
  key: z.string(),
  order: z.enum(['time', 'version']),
  /** Oldest first, or lowest version first. */
  runs: z.array(
    z.object({
      runId: z.string(),
      name: z.string().nullable(),
      createdAt: timeSchema,
      client: clientSchema.nullable(),
      commit: z.string().nullable(),
      contract: z.string().nullable().describe('The contract its sessions were judged by; null until all of them are'),
      state: z.enum(['good', 'bad', 'unknown']).describe('unknown: no span of it is judged for the key, or not yet'),
      spans: z.object({ good: z.number().int(), judged: z.number().int() }),
      /** Flaky when 0 < bad < judged. A datapoint that was run several times counts as often. */
      datapoints: z.object({ bad: z.number().int(), judged: z.number().int() }),
    }),
  ),
  /** Every change from good to bad or back, in order. */
  transitions: z.array(
    z.object({
      kind: z.enum(['break', 'repair']).describe('break: good to bad'),
      from: z.string().describe('The last run before it whose state is known'),
      to: z.string(),
      gap: z.number().int().describe('Runs of unknown state between the two; 0: adjacent'),
    }),
  ),
  /** Older runs that were left out. */
  left: z.number().int(),
});
export type KeyHistory = z.infer<typeof keyHistorySchema>;

/** One message of the stream of a run's changes. */
export const runChangeSchema = z.object({
  /** Names the state of the run's data. */
  version: z.string(),
  status: z.enum(RUN_STATUSES),
  sessions: z.number().int(),
  spans: z.number().int(),
  unsettledSessions: z.number().int(),
  /** Datapoints of which a session arrived, of those announced or seen. */
  datapoints: z.object({ arrived: z.number().int(), total: z.number().int() }),
  /** True when nothing more is expected: the run is over and settled. */
  isOver: z.boolean(),
});
export type RunChange = z.infer<typeof runChangeSchema>;
