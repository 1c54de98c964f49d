import { answerDataPlane } from '@/lib/http/answer-data-plane';
import { getAppContext } from '@/lib/services/context';

/** The data plane as the npm client and older Python clients ask for it, without `/v1`: next.config.js rewrites it to here. */
async function answer(request: Request, route: { params: Promise<{ path: string[] }> }): Promise<Response> {
  return answerDataPlane(getAppContext(), request, (await route.params).path, true);
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
