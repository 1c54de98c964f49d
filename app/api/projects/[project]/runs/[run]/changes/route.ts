import { defineRoute } from '@/lib/http/define-route';
import { eventStreamResponse } from '@/lib/http/event-stream-response';
import { idOfParam } from '@/lib/query/paths';
import { watchRun } from '@/lib/services/watch-run';

export const GET = defineRoute<{ project: string; run: string }>(async (ctx, request, params) => {
  const left = new AbortController();
  const signal = AbortSignal.any([request.signal, left.signal]);
  const changes = await watchRun(ctx, idOfParam(params.project), idOfParam(params.run), signal);
  return eventStreamResponse('change', changes, () => left.abort());
});
