import { openApiDocument } from '@/lib/contracts/openapi';

export const GET = (): Response => Response.json(openApiDocument());
