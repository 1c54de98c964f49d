import { z } from 'zod';
import { ATTRIBUTION_STATES, CUSTODY_STATES } from '../domain/states';

/** Nanoseconds since the Unix epoch as a decimal string: JSON numbers lose the last digits. */
export const unixNanoSchema = z
  .string()
  .regex(/^-?\d+$/)
  .describe('Nanoseconds, as a decimal string');
export const timeSchema = z.iso.datetime().describe('RFC 3339');
/** Opaque; from `nextCursor` of the page before. */
export const cursorSchema = z.string().max(2000).optional();
export const limitSchema = z.coerce.number().int().min(1).max(500).default(50);

export const attributionCountsSchema = z.object({
  present: z.number(),
  missing: z.number(),
  conflicting: z.number(),
  malformed: z.number(),
  unattributable: z.number(),
  pending: z.number(),
  notApplicable: z.number(),
});
export type AttributionCountsDto = z.infer<typeof attributionCountsSchema>;

export const custodyCountsSchema = z.object({
  preserved: z.number(),
  partial: z.number(),
  moved: z.number(),
  renamed: z.number(),
  retyped: z.number(),
  truncated: z.number(),
  changed: z.number(),
  collided: z.number(),
  lost: z.number(),
});
export type CustodyCountsDto = z.infer<typeof custodyCountsSchema>;

export const attributionStateSchema = z.enum(ATTRIBUTION_STATES);
export const custodyStateSchema = z.enum(CUSTODY_STATES);
export const clientSchema = z.object({ name: z.string(), version: z.string() });

/** RFC 9457 problem document: every refusal of `/api` and of the data plane. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
