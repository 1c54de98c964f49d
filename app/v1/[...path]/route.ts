import { answerDataPlane } from '@/lib/http/answer-data-plane';
import { getAppContext } from '@/lib/services/context';

/** The HoneyHive data-plane API; what it takes is in lib/contracts/data-plane. */
async function answer(request: Request, route: { params: Promise<{ path: string[] }> }): Promise<Response> {
  return answerDataPlane(getAppContext(), request, (await route.params).path, false);
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
