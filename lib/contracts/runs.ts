import { z } from 'zod';
import { ATTRIBUTION_KEYS } from '../domain/attribution-keys';
import { RUN_STATUSES } from '../domain/records';
import { ATTRIBUTION_STATES, CUSTODY_STATES } from '../domain/states';
import {
  attributionCountsSchema,
  clientSchema,
  cursorSchema,
  custodyCountsSchema,
  limitSchema,
  timeSchema,
} from './common';
import { locatedFindingSchema } from './finding';

export const runListQuerySchema = z.object({
  cursor: cursorSchema,
  limit: limitSchema,
  sort: z
    .enum(['createdAt', '-createdAt', 'name', '-name', 'spans', '-spans', 'missing', '-missing'])
    .default('-createdAt'),
  q: z.string().max(200).optional().describe('Part of name, run id, dataset id or client version'),
  datasetId: z.string().max(500).optional(),
  name: z.string().max(500).optional(),
});

export type RunListQuery = z.infer<typeof runListQuerySchema>;

const runSummarySchema = z.object({
  runId: z.string(),
  name: z.string().nullable(),
  status: z.enum(RUN_STATUSES),
  datasetId: z.string().nullable(),
  createdAt: timeSchema,
  /** Distinct datapoints, seen or announced. */
  datapoints: z.number().int(),
  /** Those of which a session arrived. */
  arrivedDatapoints: z.number().int(),
  sessions: z.number().int(),
  spans: z.number().int(),
  /** Counts of spans, by attribution key. */
  attribution: z.record(z.string(), attributionCountsSchema),
  /** Counts of sent keys. */
  custody: custodyCountsSchema,
  client: clientSchema.nullable(),
  commit: z.string().nullable().describe('As its metadata or configuration names it'),
  findings: z.number().int(),
  breaks: z.number().int(),
  /** Sessions whose verdict may still change. */
  unsettledSessions: z.number().int(),
  /** False when no client ever declared the run: spans or sessions name it. */
  declared: z.boolean(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

export const runListSchema = z.object({ runs: z.array(runSummarySchema), nextCursor: z.string().nullable() });
export type RunList = z.infer<typeof runListSchema>;

export const runDetailSchema = runSummarySchema.extend({
  /** The verdict in one sentence. */
  verdict: z.string(),
  contract: z.string(),
  routing: z.string(),
  description: z.string().nullable(),
  updatedAt: timeSchema,
  /** Worst first, at most 200. */
  findings: z.array(locatedFindingSchema),
  /** How many findings there are altogether. */
  findingCount: z.number().int(),
  /** Sessions that the client names as the run's (`event_ids`), at most 2,000 of them looked at. */
  namedSessions: z.object({
    named: z.number().int(),
    absent: z.number().int().describe('Neither started nor named by a span'),
    absentIds: z.array(z.string()).describe('The first 100 of them'),
  }),
});
export type RunDetail = z.infer<typeof runDetailSchema>;

export const datapointListQuerySchema = z.object({
  cursor: cursorSchema,
  limit: limitSchema,
  sort: z.enum(['worst', 'started', '-started', 'spans', '-spans']).default('worst'),
  key: z
    .enum(ATTRIBUTION_KEYS.map((key) => key.name))
    .optional()
    .describe('Attribution key that `state` is about'),
  state: z
    .enum([...ATTRIBUTION_STATES, ...CUSTODY_STATES])
    .optional()
    .describe('Only sessions with a span in this attribution state, or with a sent key in this custody state'),
  q: z.string().max(200).optional(),
});

export type DatapointListQuery = z.infer<typeof datapointListQuerySchema>;

/** What a deletion that takes longer than one request has left to do. */
export const runDeletionSchema = z.object({ sessionsLeft: z.number().int() });
export type RunDeletion = z.infer<typeof runDeletionSchema>;

/** One session of a run: one datapoint, once. */
export const datapointSchema = z.object({
  /** null when the session does not say. */
  datapointId: z.string().nullable(),
  /** null for an announced datapoint of which no session arrived. */
  sessionId: z.string().nullable(),
  name: z.string(),
  /** False when no client ever started the session: it is known only from spans or updates that name it. */
  declared: z.boolean(),
  spans: z.number().int(),
  errors: z.number().int(),
  attribution: z.record(z.string(), attributionCountsSchema),
  custody: custodyCountsSchema,
  findings: z.number().int(),
  breaks: z.number().int(),
  settled: z.boolean(),
  startedAt: timeSchema.nullable(),
  durationMs: z.number().nullable(),
  /** JSON text, cut to 200 characters. */
  inputs: z.string(),
  outputs: z.string(),
  scores: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()])),
});
export type Datapoint = z.infer<typeof datapointSchema>;

export const datapointListSchema = z.object({
  datapoints: z.array(datapointSchema),
  /** Announced datapoints without a session, at most 100; only on the first page without filters. */
  absent: z.array(z.string()),
  nextCursor: z.string().nullable(),
});
export type DatapointList = z.infer<typeof datapointListSchema>;
