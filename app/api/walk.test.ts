import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { projectListSchema } from '@/lib/contracts/projects';
import { datapointListSchema, runDetailSchema, runListSchema } from '@/lib/contracts/runs';
import { sessionDetailSchema, sessionListSchema, spanDetailSchema } from '@/lib/contracts/sessions';
import { decodeTraces } from '@/lib/otlp/decode-traces';
import { toOtlpJson } from '@/lib/otlp/encode-json';
import { apiPaths } from '@/lib/query/paths';
import type { AppContext } from '@/lib/services/context';
import { aContext } from '@/lib/testing/a-context';
import { arbitrarySpan } from '@/lib/testing/arbitrary-span';
import { callApi } from '@/lib/testing/call-api';
import { captureNames, readCapture } from '@/lib/testing/read-capture';
import { sendToHandlers } from '@/lib/testing/send-to-handlers';

async function read<S extends z.ZodObject>(ctx: AppContext, path: string, schema: S): Promise<z.output<S>> {
  const response = await callApi(ctx, path);
  expect(response.status, path).toBe(200);
  return schema.strict().parse(await response.json()) as z.output<S>;
}

/** Reads everything the API has, from the list of projects down to every span. @returns the number of spans */
async function walk(ctx: AppContext): Promise<number> {
  let spanCount = 0;
  const walkSession = async (project: string, sessionId: string | null) => {
    if (sessionId === null) return;
    const session = await read(ctx, apiPaths.session(project, sessionId), sessionDetailSchema);
    for (const { spanId, traceId, states, custody } of session.spans) {
      const span = await read(ctx, apiPaths.span(project, sessionId, spanId, { trace: traceId }), spanDetailSchema);
      expect(span).toMatchObject({ spanId, traceId });
      expect(span.attribution.map(({ state }) => state)).toEqual(states);
      expect(span.ledger.length === 0).toBe(custody === null);
      spanCount++;
    }
  };
  const { projects } = await read(ctx, apiPaths.projects(), projectListSchema);
  for (const { name: project } of projects) {
    const { runs } = await read(ctx, apiPaths.runs(project), runListSchema);
    for (const { runId } of runs) {
      await read(ctx, apiPaths.run(project, runId), runDetailSchema);
      const { datapoints } = await read(ctx, apiPaths.datapoints(project, runId), datapointListSchema);
      for (const { sessionId } of datapoints) await walkSession(project, sessionId);
    }
    const { sessions } = await read(ctx, apiPaths.sessions(project), sessionListSchema);
    for (const { sessionId } of sessions) await walkSession(project, sessionId);
  }
  return spanCount;
}

test.each(captureNames())('all that the API says of %s is as its contracts say', async (name) => {
  const ctx = aContext();
  const send = sendToHandlers(ctx);
  const sent = new Set<string>();
  for (const { method, path, headers, body, contentType } of readCapture(name)) {
    const init = { method, headers, body: method === 'GET' ? null : new Uint8Array(body) };
    await send(new Request(new URL(path, 'http://localhost:3000'), init));
    if (!path.endsWith('/v1/traces')) continue;
    const { spans } = decodeTraces(body, contentType.includes('json') ? 'json' : 'protobuf');
    for (const { span } of spans) sent.add(`${span.traceId}:${span.spanId}`);
  }
  expect(await walk(ctx)).toBe(sent.size);
});

test('all that the API says of any span is as its contracts say', async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySpan(), async (span) => {
      const ctx = aContext();
      const headers = { 'content-type': 'application/json', 'x-project': 'any' };
      const init = { method: 'POST', headers, body: toOtlpJson(span) };
      await sendToHandlers(ctx)(new Request('http://localhost:3000/v1/traces', init));
      expect(await walk(ctx)).toBe(1);
    }),
    { numRuns: 50 },
  );
});
