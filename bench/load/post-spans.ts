import type { Span } from '../../lib/domain/span';
import { Connection } from './connection';
import { encodeRequest } from './encode-request';
import { postTraces, requestHead } from './post-traces';

const SPANS_PER_REQUEST = 512;

/** Sends spans in batches, one after the other. @returns seconds */
export async function postSpans(origin: string, project: string, spans: readonly Span[]): Promise<number> {
  const connection = new Connection(origin);
  let seconds = 0;
  for (let done = 0; done < spans.length; done += SPANS_PER_REQUEST) {
    const body = encodeRequest(spans.slice(done, done + SPANS_PER_REQUEST), 'protobuf');
    const head = requestHead({ origin, project, encoding: 'protobuf', gzip: false }, body.length);
    const start = performance.now();
    await postTraces(connection, Buffer.concat([Buffer.from(head), body]));
    seconds += (performance.now() - start) / 1000;
  }
  connection.close();
  return seconds;
}
