import type { z } from 'zod';
import { problemSchema } from '../lib/contracts/common';
import { ConfigError } from '../lib/env';
import { visibleText } from '../lib/trace/visible-text';

/** No usable answer, now: the server is away, overloaded or broken, or the run is not over. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';
}

/** The server understood, and says no: what was asked for is not there or not possible. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Asks one server, and never another: redirects are not followed. With a body it posts.
 * @throws UnansweredError, RefusedError; ConfigError when the address is not that of a Baggage Claim.
 */
export type AskServer = <S extends z.ZodType>(path: string, schema: S, body?: object) => Promise<z.output<S>>;

/** Comparing two large runs takes a few seconds. */
const ANSWER_MS = 60_000;
const OVERLOADED: readonly number[] = [429, 503];
const RETRIES_MAX = 4;
const RETRY_AFTER_MS = 1000;
const RETRY_AFTER_MAX_MS = 30_000;
const CONFLICT = 409;

/** @param key sent as a bearer; null for none */
export function openGateServer(origin: string, key: string | null): AskServer {
  return async (path, schema, body) => {
    const url = new URL(path, origin);
    for (let retries = 0; ; retries++) {
      const { response, text } = await send(url, body, key);
      if (OVERLOADED.includes(response.status) && retries < RETRIES_MAX) {
        await sleep(retryAfterMs(response.headers.get('retry-after')));
        continue;
      }
      return answerOf(response, text, url, schema);
    }
  };
}

async function send(
  url: URL,
  body: object | undefined,
  key: string | null,
): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: {
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
        ...(key !== null && { authorization: `Bearer ${key}` }),
      },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    return { response, text: await response.text() };
  } catch (cause) {
    throw new UnansweredError(`${url.origin} ${failureText(cause)}.`, { cause });
  }
}

/** What `fetch` throws says little; its cause has a code such as ECONNREFUSED. */
function failureText(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `did not answer within ${ANSWER_MS / 1000} s`;
  const cause = error instanceof Error ? error.cause : null;
  const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
  return `can not be reached${code}`;
}

/** The header is seconds or a date (RFC 9110, 10.2.3). */
function retryAfterMs(header: string | null): number {
  const ms = /^\d+$/.test(header ?? '') ? Number(header) * 1000 : Date.parse(header ?? '') - Date.now();
  return Number.isNaN(ms) ? RETRY_AFTER_MS : Math.min(Math.max(ms, 0), RETRY_AFTER_MAX_MS);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function answerOf<S extends z.ZodType>(response: Response, text: string, url: URL, schema: S): z.output<S> {
  const { status } = response;
  const value = parsed(text);
  if (response.ok) {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw new ConfigError(`${url.origin} is no Baggage Claim of this version: ${url.pathname} answers something else.`);
  }
  const location = response.headers.get('location');
  if (status < 400 && location !== null) {
    throw new ConfigError(
      `${url.origin} redirects to ${visibleText(location)}: give the address of the server itself.`,
    );
  }
  const problem = problemSchema.safeParse(value);
  const detail = problem.success ? visibleText(problem.data.detail) : '';
  if (status >= 500 || status === CONFLICT || OVERLOADED.includes(status)) {
    throw new UnansweredError(`${url.origin} answered ${status}. ${detail}`.trimEnd());
  }
  if (problem.success) throw new RefusedError(status, detail);
  throw new ConfigError(
    `${url.origin} is no Baggage Claim, or does not let you in: ${url.pathname} answered ${status}.`,
  );
}

/** undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
