import { z } from 'zod';

/** See lib/routing/table.ts for what each member means. */
const routingRuleSchema = z.object({
  from: z.string().describe('An attribute key, `prefix.*`, or `*` for every key'),
  when: z.string().nullable().describe('What the value must be; null for any value'),
  to: z.array(z.string()).describe('Places in the stored event: all of them'),
  copies: z.array(z.string()).describe('Further places that are filled but not demanded'),
  as: z.string().nullable().describe('How the value is rewritten; null for not at all'),
  omit: z.array(z.string()).describe('Segments left out of what `*` matched'),
  flat: z.boolean().describe('True when numeric segments stay in the key'),
  prefixWith: z.string().nullable().describe('Attribute put in front of the text'),
  yieldsToStatus: z.boolean().describe("True when the span's own status message takes `error` first"),
  note: z.string(),
  source: z.string(),
});

const routingTableSchema = z.object({
  name: z.string(),
  description: z.string(),
  rules: z.array(routingRuleSchema).describe('The first rule that applies decides'),
  announces: z.array(z.string()).describe('Places a backend may fill by itself'),
});
export type RoutingTableDto = z.infer<typeof routingTableSchema>;

export const routingTableListSchema = z.object({ tables: z.array(routingTableSchema) });
export type RoutingTableList = z.infer<typeof routingTableListSchema>;
