import type { TraceEvent } from '../domain/event';
import type { Ledger } from '../domain/ledger';
import type { Span } from '../domain/span';
import type { SpanCustody } from '../domain/span-custody';
import { type CustodyCounts, type CustodyState, noCustodyCounts } from '../domain/states';
import { isPlainlyCollided, isPlainlyPreserved, type ReadAttribute, readAttribute } from './custody-case';
import { internCustody } from './intern-custody';
import { judgeStates } from './judge-custody';
import type { RoutingTable } from './table';

/** Sent keys by custody state. */
export function countCustody({ entries }: Ledger): CustodyCounts {
  const counts = noCustodyCounts();
  for (const { state } of entries) counts[state]++;
  return counts;
}

/** What became of the sent keys, for ingest: without a ledger, and one object for all spans whose keys fared alike. */
export function countSpanCustody(span: Span, stored: TraceEvent, contract: RoutingTable): SpanCustody {
  return internCustody(span.attributes, plainStates(span, stored, contract) ?? judgeStates(span, stored, contract));
}

/**
 * The state of every attribute of the usual span: everything is where the contract wants it, or loses its only place to
 * another sent key. Several times faster than the full judgement; null when only that can tell.
 */
function plainStates(span: Span, stored: TraceEvent, contract: RoutingTable): readonly CustodyState[] | null {
  const states: CustodyState[] = [];
  const kept: ReadAttribute[] = [];
  const open: ReadAttribute[] = [];
  for (const attribute of span.attributes) {
    const sent = readAttribute(contract, attribute);
    const isKept = isPlainlyPreserved(sent, stored);
    states.push(isKept ? 'preserved' : 'collided');
    (isKept ? kept : open).push(sent);
  }
  return open.every((sent) => isPlainlyCollided(sent, stored, kept)) ? states : null;
}
