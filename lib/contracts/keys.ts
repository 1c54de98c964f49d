import { z } from 'zod';
import { KEY_SCOPES } from '../domain/api-key';
import { cursorSchema, limitSchema, timeSchema } from './common';

export const KEY_NAME_MAX = 100;

const scopes = z
  .array(z.enum(KEY_SCOPES))
  .min(1)
  .describe('ingest: send. read: look, export, compare, share. admin: everything, keys and deleting included');

export const accessKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string().describe('The first characters of its text'),
  scopes,
  createdAt: timeSchema,
  lastUsedAt: timeSchema.nullable().describe('To the minute'),
  revokedAt: timeSchema.nullable(),
});
export type AccessKeyDto = z.infer<typeof accessKeySchema>;

export const accessKeyCreateSchema = z.strictObject({
  name: z.string().trim().min(1).max(KEY_NAME_MAX),
  scopes: scopes.default(['ingest', 'read']).transform((wished) => [...new Set(wished)]),
});
export type AccessKeyCreate = z.infer<typeof accessKeyCreateSchema>;

/** The only time the text of a key is told: only its hash is kept. */
export const newAccessKeySchema = accessKeySchema.extend({ token: z.string().describe('The text of the key') });
export type NewAccessKey = z.infer<typeof newAccessKeySchema>;

export const accessKeyListQuerySchema = z.object({ cursor: cursorSchema, limit: limitSchema });
export type AccessKeyListQuery = z.infer<typeof accessKeyListQuerySchema>;

export const accessKeyListSchema = z.object({
  keys: z.array(accessKeySchema),
  nextCursor: z.string().nullable(),
  current: accessKeySchema.nullable().describe('The key of this request; null while the server has no keys at all'),
  admins: z.number().int().describe('Keys of the project with the scope admin that are not revoked'),
});
export type AccessKeyList = z.infer<typeof accessKeyListSchema>;

export const signInSchema = z.strictObject({ key: z.string().trim().min(1).max(1000) });
