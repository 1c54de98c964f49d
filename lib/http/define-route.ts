import 'server-only';
import type { z } from 'zod';
import { AppError, isAppError } from '../domain/errors';
import type { JsonValue } from '../domain/json';
import { stringifyJson } from '../domain/json-text';
import { type AppContext, getAppContext } from '../services/context';
import { problemResponse } from './problem';
import { readJson } from './read-json';

type RouteParams = Readonly<Record<string, string | string[]>>;
type RouteHandler<P> = (request: Request, route: { params: Promise<P> }) => Promise<Response>;

/**
 * A Next route handler from a function that reads like a sentence: parse, call one service, answer. What it throws
 * becomes a problem document; what is no {@link AppError} is logged with its cause and answered without its text.
 */
// biome-ignore lint/complexity/noBannedTypes: `{}` is what Next calls the params of a route without any.
export function defineRoute<P extends RouteParams = {}>(
  handler: (ctx: AppContext, request: Request, params: P) => Promise<Response>,
): RouteHandler<P> {
  return async (request, route) => {
    const ctx = getAppContext();
    try {
      return await handler(ctx, request, await route.params);
    } catch (error) {
      if (!isAppError(error)) {
        ctx.log.error({ err: error, method: request.method, path: new URL(request.url).pathname }, 'request failed');
      }
      return problemResponse(error);
    }
  };
}

/**
 * A JSON answer that loses nothing: bigints are printed as integers.
 * @param value plain data whose members are {@link JsonValue}s (an interface is not assignable to JsonObject)
 */
export function jsonResponse(value: JsonValue | object, status = 200): Response {
  return new Response(stringifyJson(value as JsonValue), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}

/** @throws AppError `invalid-request` naming the parameter. */
export function parseQuery<S extends z.ZodType>(request: Request, schema: S): z.output<S> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  return parseWith(schema, query, 'query');
}

/** @throws AppError `invalid-request` naming the member, `too-large`, `unsupported-media-type`, `unsupported-encoding`. */
export async function parseBody<S extends z.ZodType>(
  request: Request,
  schema: S,
  maxBytes: number,
): Promise<z.output<S>> {
  const { value } = await readJson(request, maxBytes);
  return parseWith(schema, value, 'body');
}

/** @throws AppError `invalid-request` naming the first member that is not as the schema wants it. */
export function parseWith<S extends z.ZodType>(
  schema: S,
  value: unknown,
  where: 'body' | 'path' | 'query',
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const member = issue?.path.length ? `${where} member ${issue.path.join('.')}` : where;
  throw new AppError('invalid-request', `The ${member} is not usable: ${issue?.message ?? 'unknown reason'}.`);
}
