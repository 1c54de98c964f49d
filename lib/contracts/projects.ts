import { z } from 'zod';
import { timeSchema } from './common';

export const projectSchema = z.object({
  name: z.string(),
  routing: z.string().describe('Routing table its ingestion uses'),
  contract: z.string().describe('Routing table it is judged by'),
  createdAt: timeSchema,
});
export type ProjectDto = z.infer<typeof projectSchema>;

export const projectListSchema = z.object({ projects: z.array(projectSchema) });
export type ProjectList = z.infer<typeof projectListSchema>;

export const projectPatchSchema = z
  .strictObject({ routing: z.string().min(1).optional(), contract: z.string().min(1).optional() })
  .refine((patch) => patch.routing !== undefined || patch.contract !== undefined, 'Give routing, contract or both');
export type ProjectPatch = z.infer<typeof projectPatchSchema>;

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string(), store: z.string() });
export type Health = z.infer<typeof healthSchema>;

export const sampleResultSchema = z.object({
  project: z.string(),
  runs: z.array(z.string()).describe('Run ids of the loaded runs'),
  requests: z.number().int().describe('Requests replayed'),
});
export type SampleResult = z.infer<typeof sampleResultSchema>;
