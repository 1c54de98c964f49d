import 'server-only';
import { Buffer } from 'node:buffer';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import type { Delivery } from '../domain/records';
import type { SqlConnection } from './sql-connection';
import type { SentBody } from './store';
import { storedClient, storedTextOrNull } from './stored-text';

const GZIP = 'gzip';

/** The id the next delivery gets. Only inside a write transaction, where nobody else can take it. */
export function nextDeliveryId(database: SqlConnection): number {
  return Number(database.first('SELECT coalesce(max(id), 0) + 1 AS id FROM Delivery', [])?.id);
}

export function insertDelivery(
  database: SqlConnection,
  id: number,
  projectId: number | null,
  delivery: Delivery,
  body: SentBody | null,
): void {
  const client = storedClient(delivery.client);
  database.run('INSERT INTO Delivery VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
    id,
    projectId,
    delivery.method,
    delivery.path,
    body?.contentType ?? delivery.contentType,
    body?.contentEncoding ?? '',
    delivery.wireBytes,
    storedTextOrNull(delivery.userAgent),
    client?.name ?? null,
    client?.version ?? null,
    delivery.receivedAt.getTime(),
    delivery.status,
    delivery.accepted,
    delivery.duplicated,
    JSON.stringify(delivery.rejected),
    JSON.stringify(delivery.warnings),
    body === null ? null : packBody(body),
  ]);
}

/** Always compressed in the file: gzip bodies as they came, plain ones compressed here, quickly. */
function packBody(body: SentBody): Uint8Array {
  return body.contentEncoding === GZIP
    ? Buffer.from(body.bytes)
    : gzipSync(body.bytes, { level: constants.Z_BEST_SPEED });
}

/** The body as it was sent, from a delivery row. */
export function unpackBody(row: {
  readonly body: Uint8Array | null;
  readonly contentType: string;
  readonly contentEncoding: string;
}): SentBody {
  const packed = row.body ?? new Uint8Array();
  const bytes = row.contentEncoding === GZIP || row.body === null ? packed : gunzipSync(packed);
  return { bytes: new Uint8Array(bytes), contentType: row.contentType, contentEncoding: row.contentEncoding };
}
