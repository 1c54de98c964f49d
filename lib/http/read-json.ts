import 'server-only';
import { AppError } from '../domain/errors';
import type { JsonValue } from '../domain/json';
import { MAX_DEPTH_SENT, parseJson } from '../domain/json-text';

export interface ReceivedJson {
  readonly bytes: Uint8Array;
  readonly value: JsonValue;
}

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/;

/**
 * The JSON body of a request, losslessly, with its bytes. No Content-Type is taken as JSON.
 * @throws AppError `unsupported-media-type`, `unsupported-encoding`, `too-large` or `invalid-request`.
 */
export async function readJson(request: Request, maxBytes: number): Promise<ReceivedJson> {
  const type = (request.headers.get('content-type') ?? 'application/json').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!JSON_TYPE.test(type)) {
    throw new AppError('unsupported-media-type', `This call takes application/json, not ${type}.`);
  }
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== '') {
    throw new AppError('unsupported-encoding', 'This call takes bodies without Content-Encoding.');
  }
  const bytes = await readBytes(request, maxBytes);
  return { bytes, value: parseJson(decodeUtf8(bytes), MAX_DEPTH_SENT) };
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (let read = await reader?.read(); read !== undefined && !read.done; read = await reader?.read()) {
    length += read.value.byteLength;
    if (length > maxBytes) {
      await reader?.cancel();
      throw new AppError('too-large', `The body is larger than ${maxBytes} bytes.`);
    }
    chunks.push(read.value);
  }
  return new Uint8Array(Buffer.concat(chunks, length));
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('invalid-request', 'The body is not UTF-8 text.', { cause });
  }
}
