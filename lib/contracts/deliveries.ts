import { z } from 'zod';
import { clientSchema, cursorSchema, limitSchema, timeSchema } from './common';

/** Reasons and warnings of one request that a list tells; the rest is counted. */
export const TOLD_MAX = 20;

/** `partial`: answered with success, but spans in it were refused. */
export const DELIVERY_OUTCOMES = ['accepted', 'partial', 'refused'] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

export const deliveryListQuerySchema = z
  .object({
    cursor: cursorSchema,
    limit: limitSchema,
    run: z.string().optional().describe('Run id: what brought spans of its sessions, or was about them or it'),
    session: z.string().optional().describe('Session id: what brought its spans, or was about it'),
    show: z
      .enum(['all', 'refused'])
      .default('all')
      .describe(
        '`refused`: those that were refused whole or in part. `limit` requests are looked through at a time, so a page may hold few; go on while there is a `nextCursor`.',
      ),
  })
  .refine(({ run, session }) => run === undefined || session === undefined, {
    message: 'name a run or a session, not both',
  });
export type DeliveryListQuery = z.infer<typeof deliveryListQuerySchema>;

/** One request as it was received. */
export const deliverySchema = z.object({
  id: z.string(),
  receivedAt: timeSchema,
  method: z.string(),
  path: z.string(),
  contentType: z.string(),
  contentEncoding: z.string().describe('Empty when it came uncompressed'),
  wireBytes: z.number().int().describe('Size of the body as it came, in bytes'),
  userAgent: z.string().nullable(),
  client: clientSchema.nullable(),
  /** HTTP status answered. */
  status: z.number().int(),
  outcome: z.enum(DELIVERY_OUTCOMES),
  /** Counts of spans in the whole request, also where only some of them belong to the run or session asked for. */
  accepted: z.number().int(),
  duplicated: z.number().int().describe('Spans that were known already'),
  rejected: z.number().int(),
  reasons: z
    .array(z.object({ ordinal: z.number().int().describe('Position of the span in the request'), reason: z.string() }))
    .describe(`Of the rejected spans; the first ${TOLD_MAX}`),
  warnings: z.array(z.string()).describe(`The first ${TOLD_MAX}; why it was refused, if it was`),
  warningCount: z.number().int(),
});
export type DeliveryDto = z.infer<typeof deliverySchema>;

export const deliveryListSchema = z.object({
  /** Newest first. */
  deliveries: z.array(deliverySchema),
  /** How many requests were looked through for this page. */
  searched: z.number().int(),
  nextCursor: z.string().nullable(),
});
export type DeliveryList = z.infer<typeof deliveryListSchema>;
