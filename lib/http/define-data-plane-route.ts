import 'server-only';
import type { z } from 'zod';
import { clientOf } from '../domain/client-of';
import { isAppError } from '../domain/errors';
import type { Delivery, Project } from '../domain/records';
import type { AppContext } from '../services/context';
import type { DataPlaneAnswer, DataPlaneCall } from '../services/data-plane/call';
import { defineRoute, jsonResponse, parseWith } from './define-route';
import { problemOf } from './problem';
import { readJson } from './read-json';

type Params = Readonly<Record<string, string>>;
type Service<Body, P> = (ctx: AppContext, call: DataPlaneCall<Body>, params: P) => Promise<DataPlaneAnswer>;

/**
 * A route of the HoneyHive data-plane API that takes a JSON body: parse, call one service, answer 200. Every call is
 * kept as a delivery, a refused one with the reason.
 */
// biome-ignore lint/complexity/noBannedTypes: `{}` is what Next calls the params of a route without any.
export function defineDataPlaneRoute<S extends z.ZodType, P extends Params = {}>(
  schema: S,
  service: Service<z.output<S>, P>,
) {
  return defineRoute<P>(async (ctx, request, params) => {
    let bytes: Uint8Array | null = null;
    try {
      const json = await readJson(request, ctx.config.maxBodyBytes);
      bytes = json.bytes;
      const answer = await service(ctx, callOf(request, parseWith(schema, json.value, 'body')), params);
      const { project, subject } = answer;
      await recordCall(ctx, request, bytes, { project, subject, status: 200, warnings: [] });
      return jsonResponse(answer.body);
    } catch (error) {
      const warnings = isAppError(error) ? [error.message] : [];
      await recordCall(ctx, request, bytes, {
        project: null,
        subject: null,
        status: problemOf(error).status,
        warnings,
      });
      throw error;
    }
  });
}

function callOf<Body>(request: Request, body: Body): DataPlaneCall<Body> {
  return {
    body,
    namedProject: request.headers.get('x-project') || null,
    client: clientOf((name) => request.headers.get(name)),
  };
}

interface Outcome {
  readonly project: Project | null;
  readonly subject: DataPlaneAnswer['subject'];
  readonly status: number;
  readonly warnings: readonly string[];
}

/** What the call did is done by now: when only its record fails, the log says so and the client is not bothered. */
async function recordCall(
  ctx: AppContext,
  request: Request,
  bytes: Uint8Array | null,
  outcome: Outcome,
): Promise<void> {
  const { project, subject, status, warnings } = outcome;
  const contentType = request.headers.get('content-type') ?? '';
  const delivery: Delivery = {
    method: request.method,
    path: new URL(request.url).pathname,
    contentType,
    wireBytes: bytes?.byteLength ?? 0,
    userAgent: request.headers.get('user-agent'),
    client: clientOf((name) => request.headers.get(name)),
    receivedAt: ctx.now(),
    status,
    accepted: 0,
    duplicated: 0,
    rejected: [],
    warnings,
  };
  const body = bytes === null ? null : { bytes, contentType, contentEncoding: '' };
  await ctx.store
    .recordDelivery(project?.id ?? null, delivery, body, subject)
    .catch((err: unknown) => ctx.log.error({ err, path: delivery.path }, 'a call could not be recorded'));
}
