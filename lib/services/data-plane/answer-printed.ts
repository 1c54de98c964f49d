import 'server-only';
import type { OperationId, Operations } from '../../contracts/data-plane/operations';
import { stringifyJson } from '../../domain/json-text';
import type { AppContext } from '../context';
import type { DataPlaneAnswer, DataPlaneCall } from './call';
import { SERVICES } from './services';

/** The answer to a call with its body as JSON text in UTF-8: bytes cross threads at little cost. */
export async function answerPrinted<Id extends OperationId>(
  ctx: AppContext,
  id: Id,
  call: DataPlaneCall<Operations[Id]>,
): Promise<DataPlaneAnswer> {
  const answer = await SERVICES[id](ctx, call);
  const { body } = answer;
  return { ...answer, body: body instanceof Uint8Array ? body : new TextEncoder().encode(stringifyJson(body)) };
}
