import { z } from 'zod';
import { BASELINE_STATES, CELL_STATES, COMPARISON_VERDICTS, GRADES, NODE_STATUSES } from '../domain/comparison';
import { CAUSES } from '../domain/finding';
import { attributionStateSchema, clientSchema, custodyStateSchema, timeSchema } from './common';
import { locatedSpanSchema } from './structure';

const runId = z.string().min(1).max(500);

export const compareQuerySchema = z.object({
  base: runId.describe('Run id of the baseline'),
  run: runId.describe('Run id of the candidate'),
});
export type CompareQuery = z.infer<typeof compareQuerySchema>;

export const EXPORT_FORMATS = ['markdown', 'json', 'junit', 'sarif', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const compareExportQuerySchema = compareQuerySchema.extend({ format: z.enum(EXPORT_FORMATS) });

export const comparedDatapointsQuerySchema = compareQuerySchema.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  only: z
    .enum(['newly-missing', 'fixed', 'still-missing', 'unmatched'])
    .optional()
    .describe('Only datapoints with such a cell, or those in one run only'),
  key: z.string().max(500).optional().describe('Only datapoints in which this key is newly missing or moved'),
});
export type ComparedDatapointsQuery = z.infer<typeof comparedDatapointsQuerySchema>;

export const comparedTreeQuerySchema = compareQuerySchema.extend({
  datapoint: z.string().max(500).optional().describe('Only this datapoint; an empty text is the one without an id'),
});
export type ComparedTreeQuery = z.infer<typeof comparedTreeQuerySchema>;

const count = z.number().int();
const shareSchema = z.object({ good: count, judged: count });

/** See lib/domain/comparison.ts for what each member means. */
export const keyComparisonSchema = z.object({
  key: z.string(),
  base: shareSchema,
  run: shareSchema,
  newlyMissing: count,
  moved: count,
  stillMissing: count,
  changed: count,
  fixed: count,
  newPath: count,
  gonePath: count,
  notComparable: count,
  good: count,
  datapoints: z.object({ newlyMissing: count, fixed: count, stillMissing: count }),
  grade: z.enum(GRADES).nullable(),
});
export type KeyComparisonDto = z.infer<typeof keyComparisonSchema>;

const cellSideSchema = z.object({
  datapoints: count,
  bad: count,
  interval: z.tuple([z.number(), z.number()]),
  spans: count,
  badSpans: count,
  worst: z.union([attributionStateSchema, custodyStateSchema]),
  causes: z.array(z.enum(CAUSES)),
  example: locatedSpanSchema.nullable(),
});

export const comparedRowSchema = z.object({
  path: z.string(),
  /** The path for reading, `fn › child_op`. */
  text: z.string(),
  renamedFrom: z.string().nullable(),
  kind: z.enum(['attribution', 'sent']),
  key: z.string(),
  state: z.enum(CELL_STATES),
  baselineState: z.enum(BASELINE_STATES),
  base: cellSideSchema.nullable(),
  run: cellSideSchema.nullable(),
  datapoints: z.object({ newlyMissing: count, fixed: count, stillMissing: count }),
  grade: z.enum(GRADES).nullable(),
  gradeText: z.string(),
  p: z.number().nullable(),
  flake: z.enum(['deterministic', 'intermittent']).nullable(),
  fingerprint: z.string(),
});
export type ComparedRow = z.infer<typeof comparedRowSchema>;

/** A run as a comparison tells of it. */
export const comparedRunSchema = z.object({
  runId: z.string(),
  name: z.string().nullable(),
  createdAt: timeSchema,
  datasetId: z.string().nullable(),
  client: clientSchema.nullable(),
  commit: z.string().nullable(),
  /** Contracts its sessions were judged by: usually one. */
  contracts: z.array(z.string()),
  sessions: count,
  spans: count,
  unsettledSessions: count,
  /** Names the state of the data that was compared. */
  version: z.string(),
});
export type ComparedRun = z.infer<typeof comparedRunSchema>;

export const WARNING_CODES = ['dataset', 'contract', 'client', 'pooled', 'unmatched', 'unsettled', 'same-run'] as const;

export const comparisonSchema = z.object({
  base: comparedRunSchema,
  run: comparedRunSchema,
  verdict: z.enum(COMPARISON_VERDICTS),
  sentence: z.string(),
  grade: z.enum(GRADES).nullable(),
  keys: z.record(z.string(), keyComparisonSchema).describe('By attribution key'),
  /** At most 200, those with a difference or a loss first. */
  sentKeys: z.array(keyComparisonSchema),
  sentKeyCount: count,
  /** Gravest first, at most 1,000. */
  rows: z.array(comparedRowSchema),
  rowCount: count,
  alignment: z.object({
    matched: count,
    byInputs: count,
    onlyBase: count,
    onlyRun: count,
    isPooled: z.boolean(),
    nodes: z.record(z.enum(NODE_STATUSES), count),
  }),
  /** What makes the comparison weaker than it looks. */
  warnings: z.array(z.object({ code: z.enum(WARNING_CODES), text: z.string() })),
  checkedAt: timeSchema,
});
export type ComparisonDto = z.infer<typeof comparisonSchema>;

export const comparedDatapointSchema = z.object({
  datapointId: z.string().nullable(),
  match: z.enum(['id', 'inputs', 'only-base', 'only-run']),
  baseSessions: z.array(z.string()),
  runSessions: z.array(z.string()),
  newlyMissing: count,
  fixed: count,
  stillMissing: count,
  keys: z.array(z.string()),
});
export type ComparedDatapointDto = z.infer<typeof comparedDatapointSchema>;

export const comparedDatapointListSchema = z.object({
  datapoints: z.array(comparedDatapointSchema),
  total: count.describe('Of all pages'),
  nextCursor: z.string().nullable(),
});
export type ComparedDatapointList = z.infer<typeof comparedDatapointListSchema>;

export const baselineSchema = z.object({
  /** null for a run without dataset and name: then nothing is its baseline, unless it is named. */
  scope: z.object({ kind: z.enum(['dataset', 'name']), value: z.string() }).nullable(),
  /** `pinned` by hand, `latest-passing` otherwise. */
  mode: z.enum(['pinned', 'latest-passing']),
  /** null when no earlier run of the scope passes, and for the pinned run itself. */
  runId: z.string().nullable(),
  name: z.string().nullable(),
  createdAt: timeSchema.nullable(),
});
export type BaselineDto = z.infer<typeof baselineSchema>;

export const pinnedBaselineListSchema = z.object({
  baselines: z.array(
    z.object({
      scope: z.object({ kind: z.enum(['dataset', 'name']), value: z.string() }),
      runId: z.string(),
      pinnedAt: timeSchema,
    }),
  ),
});
export type PinnedBaselineList = z.infer<typeof pinnedBaselineListSchema>;
