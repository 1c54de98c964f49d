import { AppError } from '@/lib/domain/errors';
import { problemResponse } from '@/lib/http/problem';

/** Whatever else is asked for under /api gets a problem document, not the page for people. */
function refuse(): Response {
  return problemResponse(new AppError('not-found', 'There is no such address; /api/openapi.json lists them all.'));
}

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
