import { AppError } from '@/lib/domain/errors';
import { defineRoute } from '@/lib/http/define-route';

/** What upstream offers and this server does not (yet): said as JSON, because API clients can not read a page. */
const refuse = defineRoute<{ path: string[] }>(async (_ctx, request) => {
  throw new AppError('not-found', `This server does not offer ${request.method} ${new URL(request.url).pathname}.`);
});

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
