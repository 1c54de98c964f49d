'use client';

import { Check, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { HandoverChain } from '@/components/findings/handover-chain';
import { CustodyMark } from '@/components/state/state-mark';
import { CUSTODY_LOOKS } from '@/components/state/states';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Input } from '@/components/ui/input';
import { Cell, HeaderCell, Table, TableRow } from '@/components/ui/table';
import type { LedgerEntryDto, SpanDetail } from '@/lib/contracts/sessions';
import { CUSTODY_STATES, type CustodyState } from '@/lib/domain/states';
import { LongText } from './long-text';

/** A span may carry 1,100 attributes; more rows than this wait for a click. */
const ROWS_AT_ONCE = 200;
const VALUE_LIMIT = 240;

/** Worst state first, then in the order sent. */
function worstFirst(entries: readonly LedgerEntryDto[]): readonly LedgerEntryDto[] {
  const rank = (entry: LedgerEntryDto) => -CUSTODY_STATES.indexOf(entry.state);
  return entries.toSorted((a, b) => rank(a) - rank(b) || a.position - b.position);
}

function mentions(entry: LedgerEntryDto, needle: string): boolean {
  return [entry.key, entry.value, ...entry.destinations.map((destination) => destination.path)].some((text) =>
    text.toLowerCase().includes(needle),
  );
}

function countStates(entries: readonly LedgerEntryDto[]): readonly { state: CustodyState; count: number }[] {
  return CUSTODY_STATES.map((state) => ({ state, count: entries.filter((entry) => entry.state === state).length }))
    .filter(({ count }) => count > 0)
    .reverse();
}

/** Where every sent key went, judged by the contract. */
export function LedgerPanel({
  span,
}: {
  readonly span: Pick<SpanDetail, 'ledger' | 'added' | 'contract' | 'routing'>;
}) {
  const [onlyProblems, setOnlyProblems] = useState(false);
  const [search, setSearch] = useState('');
  const [showAll, setShowAll] = useState(false);
  const sorted = useMemo(() => worstFirst(span.ledger), [span.ledger]);
  const states = useMemo(() => countStates(span.ledger), [span.ledger]);
  const problems = span.ledger.filter((entry) => entry.state !== 'preserved').length;

  if (span.ledger.length === 0)
    return (
      <EmptyState title="The client sent no attributes on this span">So none could be lost on the way.</EmptyState>
    );

  const needle = search.trim().toLowerCase();
  const matching = sorted.filter(
    (entry) => (!onlyProblems || entry.state !== 'preserved') && (needle === '' || mentions(entry, needle)),
  );
  const shown = showAll ? matching : matching.slice(0, ROWS_AT_ONCE);
  const hidden = span.ledger.length - matching.length;

  return (
    <div>
      <p className="text-ink-muted">
        {span.ledger.length} sent {span.ledger.length === 1 ? 'key' : 'keys'}, judged by contract{' '}
        <code className="font-mono text-xs text-ink">{span.contract}</code>:{' '}
        {states.map(({ state, count }, i) => (
          <span key={state}>
            {i > 0 && ', '}
            <span className={CUSTODY_LOOKS[state].textClass}>
              {count} {CUSTODY_LOOKS[state].name}
            </span>
          </span>
        ))}
        .
      </p>
      {problems > 0 && (
        <section aria-label="Where it went wrong" className="mt-3">
          <HandoverChain handover="received-to-stored" />
          <p className="mt-1 text-xs text-ink-muted">
            {span.routing === null ? (
              'No routing table stores the span like this: its event was changed after it was routed.'
            ) : (
              <>
                Routing table <code className="font-mono text-ink">{span.routing}</code> stored it like this.
              </>
            )}
          </p>
        </section>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Input
          type="search"
          aria-label="Search keys and values"
          placeholder="Search keys and values"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="w-56 grow"
        />
        <label className="flex h-8 cursor-pointer items-center gap-2">
          <input
            type="checkbox"
            checked={onlyProblems}
            onChange={(event) => setOnlyProblems(event.target.checked)}
            className="size-4 cursor-pointer accent-(--accent)"
          />
          Only problems ({problems})
        </label>
      </div>
      <p role="status" className="mt-2 text-xs text-ink-muted empty:hidden">
        {hidden > 0 && `${hidden} of ${span.ledger.length} keys hidden`}
      </p>
      {matching.length === 0 ? (
        <EmptyState
          title={onlyProblems && problems === 0 ? 'Every key arrived where the contract wants it' : 'No key matches'}
          action={
            <Button
              onClick={() => {
                setSearch('');
                setOnlyProblems(false);
              }}
            >
              Show all keys
            </Button>
          }
        />
      ) : (
        <div className="mt-2 rounded-lg border border-line">
          <Table>
            <thead>
              <tr>
                <HeaderCell>Sent</HeaderCell>
                <HeaderCell>Where it went</HeaderCell>
              </tr>
            </thead>
            <tbody>
              {shown.map((entry) => (
                <LedgerRow key={entry.position} entry={entry} contract={span.contract} routing={span.routing} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      {shown.length < matching.length && (
        <Button className="mt-3" onClick={() => setShowAll(true)}>
          Show the other {matching.length - shown.length} keys
        </Button>
      )}
      {span.added.length > 0 && <AddedLeaves added={span.added} />}
    </div>
  );
}

interface LedgerRowProps extends Pick<SpanDetail, 'contract' | 'routing'> {
  readonly entry: LedgerEntryDto;
}

function LedgerRow({ entry, contract, routing }: LedgerRowProps) {
  return (
    <TableRow>
      <Cell className="w-1/2 min-w-36 py-2 align-top">
        <code className="whitespace-pre-wrap font-mono text-xs font-medium [overflow-wrap:anywhere]">{entry.key}</code>{' '}
        <span className="text-xs text-ink-muted">{entry.type}</span>
        <div className="mt-0.5 text-ink-muted">
          <LongText text={entry.value} limit={VALUE_LIMIT} />
        </div>
      </Cell>
      <Cell className="w-1/2 min-w-36 py-2 align-top">
        <CustodyMark state={entry.state} label className="text-xs font-medium" />
        <ul className="mt-1 space-y-0.5">
          {entry.destinations.map((destination) => (
            <li key={destination.path} className="flex items-start gap-1.5">
              {destination.found ? (
                <Check aria-label="Stored in" className="mt-0.5 size-3.5 shrink-0 text-state-present" />
              ) : (
                <X aria-label="Not in" className="mt-0.5 size-3.5 shrink-0 text-state-missing" />
              )}
              <span className="min-w-0">
                <code className="font-mono text-xs [overflow-wrap:anywhere]">{destination.path}</code>
                {destination.stored !== null && entry.state !== 'preserved' && (
                  <span className="block text-ink-muted">
                    <LongText text={destination.stored} limit={VALUE_LIMIT} />
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
        {entry.foundAt !== null && (
          <p className="mt-1 text-xs">
            Found at <code className="font-mono [overflow-wrap:anywhere]">{entry.foundAt}</code>
          </p>
        )}
        {entry.state !== 'preserved' && (
          <>
            <p className="mt-1 text-xs text-ink-muted [overflow-wrap:anywhere]">{entry.reason}</p>
            <dl className="mt-1 space-y-0.5 text-xs">
              <TableEntry verb="Wanted" table={contract} entry={entry.rule} />
              {routing !== null && entry.routedBy !== null && (
                <TableEntry verb="Routed" table={routing} entry={entry.routedBy} />
              )}
            </dl>
          </>
        )}
      </Cell>
    </TableRow>
  );
}

interface TableEntryProps {
  readonly verb: 'Wanted' | 'Routed';
  readonly table: string;
  readonly entry: string;
}

function TableEntry({ verb, table, entry }: TableEntryProps) {
  return (
    <div>
      <dt className="inline text-ink-muted">
        {verb} by <code className="font-mono">{table}</code>:
      </dt>{' '}
      <dd className="inline">
        <code className="font-mono [overflow-wrap:anywhere]">{entry}</code>
      </dd>
    </div>
  );
}

function AddedLeaves({ added }: Pick<SpanDetail, 'added'>) {
  return (
    <section className="mt-6">
      <h3 className="font-semibold">Stored, but never sent</h3>
      <p className="mt-0.5 text-ink-muted">
        {added.length === 1 ? 'This value is' : `These ${added.length} values are`} the image of no sent key, and the
        contract does not announce {added.length === 1 ? 'it' : 'them'}.
      </p>
      <ul className="mt-2 divide-y divide-line rounded-lg border border-line">
        {added.slice(0, ROWS_AT_ONCE).map(({ path, stored }) => (
          <li key={path} className="px-3 py-1.5">
            <code className="font-mono text-xs font-medium [overflow-wrap:anywhere]">{path}</code>{' '}
            <span className="text-ink-muted">
              <LongText text={stored} limit={VALUE_LIMIT} />
            </span>
          </li>
        ))}
      </ul>
      {added.length > ROWS_AT_ONCE && (
        <p className="mt-2 text-xs text-ink-muted">
          {added.length - ROWS_AT_ONCE} more are in “Sent and stored”, on the stored side.
        </p>
      )}
    </section>
  );
}
