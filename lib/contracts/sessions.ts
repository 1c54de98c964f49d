import { z } from 'zod';
import { PARENT_STATES } from '../domain/parent-states';
import {
  attributionCountsSchema,
  attributionStateSchema,
  clientSchema,
  cursorSchema,
  custodyCountsSchema,
  custodyStateSchema,
  limitSchema,
  timeSchema,
  unixNanoSchema,
} from './common';
import { findingSchema } from './finding';
import { datapointSchema } from './runs';

export const sessionListQuerySchema = z.object({
  cursor: cursorSchema,
  limit: limitSchema,
  sort: z.enum(['worst', 'started', '-started', 'spans', '-spans']).default('-started'),
  q: z.string().max(200).optional(),
});

export type SessionListQuery = z.infer<typeof sessionListQuerySchema>;

/** Sessions outside every run. */
export const sessionListSchema = z.object({ sessions: z.array(datapointSchema), nextCursor: z.string().nullable() });
export type SessionList = z.infer<typeof sessionListSchema>;

/** One span as the tree draws it: no attributes. */
const skeletonSpanSchema = z.object({
  spanId: z.string(),
  traceId: z.string(),
  parentSpanId: z.string().nullable(),
  parentState: z.enum(PARENT_STATES),
  /** The session the parent belongs to, when `parentState` is `elsewhere`. */
  parentSessionId: z.string().nullable(),
  name: z.string(),
  kind: z.number().int(),
  type: z.enum(['model', 'tool', 'chain', 'session']),
  startUnixNano: unixNanoSchema,
  endUnixNano: unixNanoSchema.nullable(),
  statusCode: z.number().int(),
  /** In the order of the session's `keys`. */
  states: z.array(attributionStateSchema),
  /** Worst custody state over its sent keys; null when it sent none. */
  custody: custodyStateSchema.nullable(),
  sightings: z.number().int(),
  variants: z.number().int(),
});
export type SkeletonSpan = z.infer<typeof skeletonSpanSchema>;

/** What a session's answers share. */
const sessionHeadSchema = z.object({
  project: z.string(),
  sessionId: z.string(),
  name: z.string(),
  source: z.string().nullable(),
  declared: z.boolean(),
  runId: z.string().nullable(),
  runName: z.string().nullable(),
  datasetId: z.string().nullable(),
  datapointId: z.string().nullable(),
  client: clientSchema.nullable(),
  /** False while spans may still arrive: nothing is called missing for want of a parent yet. */
  settled: z.boolean(),
  checkedAt: timeSchema,
  contract: z.string(),
  /** Attribution keys judged; `states` of every span are in this order. */
  keys: z.array(z.string()),
  /** Values on the session's own record. */
  ownKeys: z.record(z.string(), z.string()),
  startedAt: timeSchema.nullable(),
  durationMs: z.number().nullable(),
  /** JSON text of the session's own record. */
  inputs: z.string(),
  outputs: z.string(),
  metadata: z.string(),
  feedback: z.string(),
  scores: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()])),
  error: z.string().nullable(),
  attribution: z.record(z.string(), attributionCountsSchema),
  custody: custodyCountsSchema,
});
export type SessionHead = z.infer<typeof sessionHeadSchema>;

export const sessionDetailSchema = sessionHeadSchema.extend({
  /** In canonical order: start, trace id, span id. */
  spans: z.array(skeletonSpanSchema),
  findings: z.array(findingSchema),
});
export type SessionDetail = z.infer<typeof sessionDetailSchema>;

/** What is odd or wrong about the tree, over all spans. */
const treeFactsSchema = z.object({
  spans: z.number().int(),
  problems: z.number().int().describe('Spans with something wrong'),
  breaks: z.number().int(),
  missingParents: z.number().int(),
  cycles: z.number().int(),
  selfParents: z.number().int(),
  repeated: z.number().int().describe('Spans received more than once'),
  varying: z.number().int().describe('Those of them that came with different contents'),
  skewed: z.number().int().describe('Spans whose times contradict their parent’s, or themselves'),
});

/** A session without its spans, however many it has. */
export const sessionSummarySchema = sessionHeadSchema.extend({
  version: z.string().describe('Equal to that of the skeleton it goes with'),
  tree: treeFactsSchema,
  /** The first break in tree order. */
  firstBreak: z.object({ name: z.string(), keys: z.array(z.string()), size: z.number().int() }).nullable(),
  findings: z.array(findingSchema).describe('Worst first, at most 50, and without their `spans`'),
  findingCount: z.number().int(),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

export const spanSearchQuerySchema = z.object({
  q: z.string().trim().min(2).max(200).describe('Text, any case; no pattern'),
});

/** Spans with the text in a key or value that was sent, or in a status message. */
export const spanSearchSchema = z.object({
  q: z.string(),
  found: z.array(z.object({ traceId: z.string(), spanIds: z.array(z.string()) })),
  matched: z.number().int().describe('Spans in `found`'),
  searched: z.number().int().describe('Spans looked at'),
  cut: z.boolean().describe('The search ended early: there may be more'),
});
export type SpanSearch = z.infer<typeof spanSearchSchema>;

export const spanQuerySchema = z.object({
  trace: z.string().max(100).optional().describe('Trace id, where the span id alone is not unique'),
});

/** One attribution key of one span, explained. */
const attributionVerdictSchema = z.object({
  key: z.string(),
  state: attributionStateSchema,
  expected: z.string().nullable(),
  /** Where the expected value comes from, in words; null when there is none. */
  expectedFrom: z.string().nullable(),
  found: z.array(z.string()),
  foundIn: z.array(z.string()),
  conflict: z.string().nullable(),
  /** Nearest ancestor that carries the key. */
  nearest: z.object({ traceId: z.string(), spanId: z.string(), name: z.string() }).nullable(),
  why: z.string(),
});
export type AttributionVerdict = z.infer<typeof attributionVerdictSchema>;

const ledgerEntrySchema = z.object({
  key: z.string(),
  position: z.number().int(),
  type: z.string(),
  /** The sent value for reading: text as it is, everything else as JSON. Never cut. */
  value: z.string(),
  state: custodyStateSchema,
  destinations: z.array(z.object({ path: z.string(), found: z.boolean(), stored: z.string().nullable() })),
  foundAt: z.string().nullable(),
  rule: z.string().describe('Entry of the contract'),
  routedBy: z.string().nullable().describe('Entry of the routing table `routing`; null when that is'),
  reason: z.string(),
});
export type LedgerEntryDto = z.infer<typeof ledgerEntrySchema>;

export const spanDetailSchema = z.object({
  project: z.string(),
  sessionId: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().nullable(),
  name: z.string(),
  kind: z.string(),
  type: z.string(),
  status: z.object({ code: z.string(), message: z.string() }),
  startUnixNano: unixNanoSchema,
  endUnixNano: unixNanoSchema.nullable(),
  durationMs: z.number().nullable(),
  scope: z.object({ name: z.string(), version: z.string() }),
  attribution: z.array(attributionVerdictSchema),
  contract: z.string(),
  /** Routing table that stores the span as it is stored. */
  routing: z.string().nullable().describe('null when none does: the event was changed after it was routed'),
  ledger: z.array(ledgerEntrySchema),
  added: z.array(z.object({ path: z.string(), stored: z.string() })),
  /** The span as OTLP/JSON (with its resource and scope), exactly what was sent. */
  sent: z.string(),
  /** The stored event as JSON text. */
  stored: z.string(),
  events: z.array(
    z.object({
      name: z.string(),
      timeUnixNano: unixNanoSchema,
      attributes: z.array(z.object({ key: z.string(), type: z.string(), value: z.string() })),
    }),
  ),
  delivery: z.object({
    receivedAt: timeSchema,
    path: z.string(),
    contentType: z.string(),
    wireBytes: z.number().int(),
    client: clientSchema.nullable(),
    userAgent: z.string().nullable(),
    ordinal: z.number().int(),
  }),
  sightings: z.number().int(),
  variants: z.number().int(),
  droppedAttributesCount: z.number().int().nullable(),
});
export type SpanDetail = z.infer<typeof spanDetailSchema>;
