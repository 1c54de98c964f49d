import 'server-only';
import type { z } from 'zod';
import { type FoundOperation, findOperation } from '../contracts/data-plane/find-operation';
import type { DataPlaneOperation } from '../contracts/data-plane/operation';
import { NOT_SERVED } from '../contracts/data-plane/operations';
import { clientOf } from '../domain/client-of';
import { AppError, isAppError } from '../domain/errors';
import type { Delivery } from '../domain/records';
import type { AppContext } from '../services/context';
import type { Caller, DataPlaneAnswer, DataPlaneCall, DataPlaneService } from '../services/data-plane/call';
import { SERVICES } from '../services/data-plane/services';
import { projectOfRefused } from '../services/project-of-refused';
import type { DeliverySubject } from '../store/delivery-store';
import { bearerOf } from './bearer-of';
import { jsonResponse, parseWith } from './define-route';
import { problemOf, problemResponse } from './problem';
import { readJson } from './read-json';
import { readQuery } from './read-query';

/**
 * Answers one call of the HoneyHive data-plane API: find the operation, admit the key, parse, call its use case. Every
 * call of a known operation is kept as a delivery, a refused one with the reason.
 * @param path segments after the prefix, decoded
 */
export async function answerDataPlane(
  ctx: AppContext,
  request: Request,
  path: readonly string[],
  isUnversioned: boolean,
): Promise<Response> {
  try {
    return await answerCall(ctx, request, findServed(request, path), isUnversioned);
  } catch (error) {
    if (!isAppError(error)) {
      ctx.log.error({ err: error, method: request.method, path: pathnameOf(request) }, 'request failed');
    }
    return problemResponse(error);
  }
}

/** @throws AppError `not-found`, `method-not-allowed` or `not-served`. */
function findServed(request: Request, path: readonly string[]): FoundOperation {
  const asked = `${request.method} ${pathnameOf(request)}`;
  const reason = reasonNotServed(path);
  if (reason !== undefined) throw new AppError('not-served', `This server does not serve ${asked}. ${reason}`);
  const found = findOperation(request.method, path);
  if ('id' in found) return found;
  if (found.length === 0) throw new AppError('not-found', `This server does not know ${asked}.`);
  throw new AppError('method-not-allowed', `${pathnameOf(request)} takes ${found.join(', ')}.`);
}

/** Looked up before the operations: `/metrics/run` would fit `/metrics/{metric_id}`. */
function reasonNotServed(path: readonly string[]): string | undefined {
  const beginnings = path.map((_, i) => path.slice(0, i + 1).join('/'));
  const notServed = beginnings.find((beginning) => Object.hasOwn(NOT_SERVED, beginning));
  return notServed === undefined ? undefined : NOT_SERVED[notServed];
}

async function answerCall(
  ctx: AppContext,
  request: Request,
  { id, operation, parameters }: FoundOperation,
  isUnversioned: boolean,
): Promise<Response> {
  const token = bearerOf(request.headers.get('authorization'));
  // Whoever has no key leaves nothing behind: anybody could fill the database.
  const caller = await callerOf(ctx, request, token);
  let bytes: Uint8Array | null = null;
  try {
    await ctx.keys.admit(token, operation.scope);
    const json = operation.body === undefined ? null : await readJson(request, ctx.config.maxBodyBytes);
    bytes = json?.bytes ?? null;
    const call: DataPlaneCall = {
      path: parsePart(operation.path, parameters, 'path'),
      query: parsePart(operation.query, readQuery(request), 'query'),
      body: parsePart(operation.body, json?.value, 'body'),
      ...caller,
      isUnversioned,
    };
    // The parts are parsed by this very operation's schemas, which the types of a table can not say.
    const answer = await (SERVICES[id] as DataPlaneService<never>)(ctx, call as never);
    await recordCall(ctx, request, bytes, { warnings: [], ...answer, status: operation.status ?? 200 });
    return okResponse(operation, answer);
  } catch (error) {
    const warnings = isAppError(error) ? [error.message] : [];
    const { status } = problemOf(error);
    const project = await projectOfRefused(ctx.store, caller.keyProject, caller.namedProject);
    await recordCall(ctx, request, bytes, { project, subject: subjectIn(parameters), status, warnings });
    throw error;
  }
}

/** @throws AppError `unauthenticated` */
async function callerOf(ctx: AppContext, { headers }: Request, token: string | null): Promise<Caller> {
  const key = await ctx.keys.identify(token);
  const keyProject = key === null ? null : await ctx.store.getProject(key.project);
  // Without this a key whose project was just deleted would open them all.
  if (key !== null && keyProject === null)
    throw new AppError('unauthenticated', 'The project of this key was deleted.');
  return {
    keyProject,
    namedProject: headers.get('x-project') || null,
    client: clientOf((name) => headers.get(name)),
  };
}

/** What the address alone says a refused call was about. */
function subjectIn({ run_id: runId, session_id: sessionId }: FoundOperation['parameters']): DeliverySubject | null {
  if (runId !== undefined) return { kind: 'run', id: runId };
  return sessionId === undefined ? null : { kind: 'session', id: sessionId };
}

function parsePart(schema: z.ZodType | undefined, value: unknown, where: 'path' | 'query' | 'body'): never {
  return (schema === undefined ? {} : parseWith(schema, value, where)) as never;
}

function okResponse(operation: DataPlaneOperation, { body }: DataPlaneAnswer): Response {
  const status = operation.status ?? 200;
  if (!(body instanceof Uint8Array)) return jsonResponse(body, status);
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return new Response(body.slice(), { status, headers });
}

interface Outcome extends Pick<DataPlaneAnswer, 'project' | 'subject'> {
  readonly status: number;
  readonly warnings: readonly string[];
}

/** What the call did is done by now: when only its record fails, the log says so and the client is not bothered. */
async function recordCall(
  ctx: AppContext,
  request: Request,
  bytes: Uint8Array | null,
  { project, subject, status, warnings }: Outcome,
): Promise<void> {
  const contentType = request.headers.get('content-type') ?? '';
  const delivery: Delivery = {
    method: request.method,
    path: pathnameOf(request),
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

function pathnameOf(request: Request): string {
  return new URL(request.url).pathname;
}
