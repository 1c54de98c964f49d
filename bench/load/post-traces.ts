import { setTimeout } from 'node:timers/promises';
import { type Answer, type Connection, headerOf } from './connection';
import type { BodyEncoding } from './encode-request';

const CONTENT_TYPES: Readonly<Record<BodyEncoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};
/** What OTLP lets a client send again. */
const RETRYABLE: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** Longer answers to a 200 report spans that were not kept. */
const FULL_SUCCESS_MAX = 2;

export interface TracesHeader {
  readonly origin: string;
  readonly project: string;
  readonly encoding: BodyEncoding;
  readonly gzip: boolean;
}

/** The head of an export request. */
export function requestHead({ origin, project, encoding, gzip }: TracesHeader, length: number): string {
  return [
    'POST /v1/traces HTTP/1.1',
    `host: ${new URL(origin).host}`,
    `content-type: ${CONTENT_TYPES[encoding]}`,
    ...(gzip ? ['content-encoding: gzip'] : []),
    'user-agent: OTel-OTLP-Exporter-Python/1.38.0',
    `x-project: ${project}`,
    `content-length: ${length}`,
    '\r\n',
  ].join('\r\n');
}

/**
 * Sends an export request until it is acknowledged. @returns how often it had to be sent again
 * @throws for every answer that takes the spans neither now nor later.
 */
export async function postTraces(connection: Connection, request: Uint8Array): Promise<number> {
  for (let retries = 0; ; retries++) {
    const answer = await connection.send(request);
    if (answer.status === 200) {
      if (answer.body.length > FULL_SUCCESS_MAX) throw new Error(`partial success: ${answer.body.toString()}`);
      return retries;
    }
    if (!RETRYABLE.has(answer.status)) throw new Error(`refused with ${answer.status}: ${answer.body.toString()}`);
    await setTimeout(pauseMs(answer));
  }
}

function pauseMs({ headers }: Answer): number {
  const seconds = Number(headerOf(headers, 'retry-after'));
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : 1000;
}
