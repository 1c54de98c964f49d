import 'server-only';
import type { ComparedRow } from '../../contracts/compare';
import type { LedgerEntryDto } from '../../contracts/sessions';
import type { Exemplar } from '../../contracts/snapshots';
import { ATTRIBUTION_KEYS } from '../../domain/attribution-keys';
import { isAppError } from '../../domain/errors';
import { normaliseName } from '../../trace/path-signature';
import type { AppContext } from '../context';
import { getSpan } from '../get-span';
import type { ExemplarChoice } from './choose-exemplars';

/** Numbers that JSON can not hold: as text, they are. */
const NO_JSON_NUMBER = /^(?:NaN|-?Infinity)$/;

/** A row for `a.0.b` to `a.999.b` is one key: of its spellings so many are shown, the bad ones first. */
const VALUES_OF_KEY_MAX = 5;
const VALUES_MAX = 20;

type ShownValue = Exemplar['values'][number];

/** The chosen span with what was sent and stored for the keys it shows; null when it is gone. */
export async function readExemplar(
  ctx: AppContext,
  project: string,
  { side, span: { sessionId, datapointId, traceId, spanId }, rows }: ExemplarChoice,
): Promise<Exemplar | null> {
  const span = await getSpan(ctx, project, sessionId, spanId, traceId).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'not-found') return null;
    throw error;
  });
  if (span === null) return null;
  const [{ key, text }] = rows;
  const values = rows.flatMap((row) => valuesOf(row, span.ledger)).slice(0, VALUES_MAX);
  return { side, key, text, sessionId, datapointId, traceId, spanId, name: span.name, values };
}

function valuesOf(row: ComparedRow, ledger: readonly LedgerEntryDto[]): readonly ShownValue[] {
  const entries = ledger.filter(spells(row)).sort((a, b) => rankOf(a) - rankOf(b));
  if (entries.length === 0) return [{ key: row.key, sent: null, stored: [] }];
  return entries.slice(0, VALUES_OF_KEY_MAX).map(toShownValue);
}

function spells({ kind, key }: ComparedRow): (entry: LedgerEntryDto) => boolean {
  if (kind === 'sent') return (entry) => normaliseName(entry.key) === key;
  const spellings = ATTRIBUTION_KEYS.find(({ name }) => name === key)?.spellings ?? [];
  return (entry) => spellings.includes(entry.key);
}

function rankOf({ state }: LedgerEntryDto): number {
  return state === 'preserved' ? 1 : 0;
}

function toShownValue({ key, type, value, destinations, foundAt }: LedgerEntryDto): ShownValue {
  const sent = type === 'string' || NO_JSON_NUMBER.test(value) ? JSON.stringify(value) : value;
  const stored = destinations.flatMap(({ path, stored }) => (stored === null ? [] : [{ path, value: stored }]));
  // Moved and renamed keys are stored with the value they were sent with, but elsewhere.
  return { key, sent, stored: foundAt === null ? stored : [...stored, { path: foundAt, value: sent }] };
}
