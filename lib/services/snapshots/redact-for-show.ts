import 'server-only';
import { randomBytes } from 'node:crypto';
import type { Exemplar, SnapshotContents, SnapshotPreview } from '../../contracts/snapshots';
import { redactContents } from '../../report/redact';

const REPLACED_MAX = 100;
const SALT_BYTES = 16;
/** A prompt may be a book. */
const VALUE_LENGTH_MAX = 2_000;

/** Contents as they may leave this server, and what was replaced in them: secrets always, named keys besides. */
export function redactForShow(frozen: SnapshotContents, patterns: readonly string[]): SnapshotPreview {
  const { contents, replaced } = redactContents(frozen, patterns, randomBytes(SALT_BYTES).toString('hex'));
  return {
    // A hash quotes nothing, whatever it looks like, and the live data is compared with it.
    contents: { ...contents, exemplars: contents.exemplars.map(cutValues), inputsHash: frozen.inputsHash },
    replaced: replaced.slice(0, REPLACED_MAX),
  };
}

/** Only now: of a secret that was cut in two, half would stay. */
function cutValues(exemplar: Exemplar): Exemplar {
  return {
    ...exemplar,
    values: exemplar.values.map(({ key, sent, stored }) => ({
      key,
      sent: sent === null ? null : cut(sent),
      stored: stored.map(({ path, value }) => ({ path, value: cut(value) })),
    })),
  };
}

function cut(value: string): string {
  return value.length <= VALUE_LENGTH_MAX ? value : `${value.slice(0, VALUE_LENGTH_MAX)}…`;
}
