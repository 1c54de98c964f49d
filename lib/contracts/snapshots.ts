import { z } from 'zod';
import { cursorSchema, timeSchema } from './common';
import { comparedDatapointSchema, comparisonSchema, EXPORT_FORMATS } from './compare';
import { findingSchema } from './finding';
import { mergedTreeSchema } from './structure';

export const EXPIRY_DAYS_MAX = 3650;
const title = z.string().trim().min(1).max(200);
const expiresInDays = z.number().int().min(1).max(EXPIRY_DAYS_MAX).nullable().describe('null: never');

/** `*` stands for any text; any case. A pattern is one attribute key, or a member such as `inputs.*`. */
export const redactionPatternSchema = z.string().trim().min(1).max(200);

const snapshotRequest = {
  base: z.string().min(1).max(500),
  run: z.string().min(1).max(500),
  redact: z
    .array(redactionPatternSchema)
    .max(50)
    .default([])
    .describe('Values of these keys are replaced, besides all that look like a secret'),
};

export const snapshotCreateSchema = z.strictObject({
  ...snapshotRequest,
  title: title.optional(),
  expiresInDays: expiresInDays.default(7),
});
export type SnapshotCreate = z.infer<typeof snapshotCreateSchema>;

export const snapshotPreviewSchema = z.strictObject(snapshotRequest);
export type SnapshotPreviewRequest = z.infer<typeof snapshotPreviewSchema>;

export const snapshotPatchSchema = z
  .strictObject({ title: title.optional(), expiresInDays: expiresInDays.optional() })
  .refine(
    (patch) => patch.title !== undefined || patch.expiresInDays !== undefined,
    'Give title, expiresInDays or both',
  );
export type SnapshotPatchBody = z.infer<typeof snapshotPatchSchema>;

/** A value that was sent for an example span, as it may be shown. */
const shownValueSchema = z.object({
  key: z.string(),
  sent: z.string().nullable().describe('JSON text; null when it was not sent'),
  stored: z.array(z.object({ path: z.string(), value: z.string() })),
});

/** A span that shows regressions, with what was sent and stored for the keys. */
const exemplarSchema = z.object({
  side: z.enum(['base', 'run']),
  key: z.string().describe('The gravest key it shows; `values` has all of them'),
  text: z.string().describe('Path of its node, for reading'),
  sessionId: z.string(),
  datapointId: z.string().nullable(),
  traceId: z.string(),
  spanId: z.string(),
  name: z.string(),
  values: z.array(shownValueSchema),
});
export type Exemplar = z.infer<typeof exemplarSchema>;

/** What a snapshot freezes: all of it plain JSON, already redacted. */
export const snapshotContentsSchema = z.object({
  format: z.literal(1),
  tool: z.object({ name: z.string(), version: z.string() }),
  project: z.string(),
  title: z.string(),
  createdAt: timeSchema,
  comparison: comparisonSchema,
  /** Of the candidate, worst first, at most 50. */
  findings: z.array(findingSchema.extend({ sessionId: z.string(), datapointId: z.string().nullable() })),
  findingCount: z.number().int(),
  /** Merged tree of both runs, at most 500 nodes. */
  tree: mergedTreeSchema,
  /** Most newly missing first, at most 200. */
  datapoints: z.array(comparedDatapointSchema),
  datapointCount: z.number().int(),
  exemplars: z.array(exemplarSchema).describe('At most 20'),
  redaction: z.object({
    patterns: z.array(z.string()),
    /** Values that were replaced. */
    replaced: z.number().int(),
  }),
  /** SHA-256 over the versions of both runs and the contract: equal for equal data. */
  inputsHash: z.string(),
});
export type SnapshotContents = z.infer<typeof snapshotContentsSchema>;

export const snapshotPreviewResultSchema = z.object({
  contents: snapshotContentsSchema,
  /** What was replaced, at most 100: where, and how it reads now. */
  replaced: z.array(z.object({ where: z.string(), reason: z.string(), placeholder: z.string() })),
});
export type SnapshotPreview = z.infer<typeof snapshotPreviewResultSchema>;

export const snapshotSchema = z.object({
  id: z.string(),
  title: z.string(),
  base: z.string(),
  run: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema.nullable(),
  state: z.enum(['live', 'expired', 'revoked', 'erased']),
  views: z.number().int(),
  lastViewedAt: timeSchema.nullable(),
  size: z.number().int().describe('Bytes'),
});
export type SnapshotDto = z.infer<typeof snapshotSchema>;

/** The only time the token is told: only its hash is kept. */
export const snapshotLinkSchema = snapshotSchema.extend({ token: z.string(), url: z.string() });
export type SnapshotLink = z.infer<typeof snapshotLinkSchema>;

export const snapshotListQuerySchema = z.object({
  cursor: cursorSchema,
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type SnapshotListQuery = z.infer<typeof snapshotListQuerySchema>;
export const snapshotListSchema = z.object({ snapshots: z.array(snapshotSchema), nextCursor: z.string().nullable() });
export type SnapshotList = z.infer<typeof snapshotListSchema>;

/** What the live data says now, against what was frozen. */
export const changedSinceSchema = z.object({
  /** `gone`: a run was deleted. */
  state: z.enum(['same', 'changed', 'gone']),
  text: z.string().describe('One or two sentences'),
});
export type ChangedSince = z.infer<typeof changedSinceSchema>;

export const sharedSnapshotSchema = z.object({
  contents: snapshotContentsSchema,
  expiresAt: timeSchema.nullable(),
  changed: changedSinceSchema,
});
export type SharedSnapshot = z.infer<typeof sharedSnapshotSchema>;

export const exportQuerySchema = z.object({ format: z.enum(EXPORT_FORMATS) });
