import { z } from 'zod';
import { BREAK_SHAPES, CAUSES, HANDOVERS, RULE_CODES, SEVERITIES } from '../domain/finding';

const spanRefSchema = z.object({ traceId: z.string(), spanId: z.string(), name: z.string() });

/** See lib/domain/finding.ts for what each member means. */
export const findingSchema = z.object({
  fingerprint: z.string(),
  rule: z.enum(RULE_CODES),
  severity: z.enum(SEVERITIES),
  handover: z.enum(HANDOVERS),
  title: z.string(),
  keys: z.array(z.string()),
  span: spanRefSchema.nullable(),
  parent: spanRefSchema.nullable(),
  shape: z.enum(BREAK_SHAPES).nullable(),
  size: z.number().int(),
  spans: z.array(spanRefSchema),
  expected: z.record(z.string(), z.string()),
  observed: z.record(z.string(), z.string().nullable()),
  cause: z.object({ code: z.enum(CAUSES), confidence: z.enum(['high', 'medium', 'low']), text: z.string() }),
  evidence: z.array(z.string()),
  advice: z.string(),
});

/** A finding listed outside its session. */
export const locatedFindingSchema = findingSchema.extend({
  sessionId: z.string(),
  datapointId: z.string().nullable(),
});
export type LocatedFindingDto = z.infer<typeof locatedFindingSchema>;
