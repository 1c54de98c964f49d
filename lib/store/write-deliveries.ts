import 'server-only';
import type { Delivery } from '../domain/records';
import type { PackedBody } from './packed-batch';
import { storedClient, storedText, storedTextOrNull } from './stored-text';
import type { WriteTransaction } from './write-engine';

const COLUMNS = `id, project_id, method, path, content_type, content_encoding, wire_bytes, user_agent, client_name,
  client_version, received_at, status, accepted, duplicated, rejected, warnings, subject_key, body, events`;
const INSERT = `INSERT INTO delivery (${COLUMNS})`;

export async function insertDelivery(
  tx: WriteTransaction,
  id: bigint,
  projectId: number | null,
  delivery: Delivery,
  body: PackedBody | null,
  events: Uint8Array | null,
  subjectKey: Uint8Array | null = null,
): Promise<void> {
  const client = storedClient(delivery.client);
  await tx.insertRows(INSERT, [
    [
      id,
      projectId,
      storedText(delivery.method),
      storedText(delivery.path),
      storedText(body?.contentType ?? delivery.contentType),
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
      subjectKey,
      body?.bytes ?? null,
      events,
    ],
  ]);
}
