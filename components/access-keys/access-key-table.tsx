import { Ban, CircleCheck } from 'lucide-react';
import { type RefObject, useRef } from 'react';
import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { RelativeTime } from '@/components/ui/relative-time';
import { Cell, HeaderCell, Table, TableRow } from '@/components/ui/table';
import type { AccessKeyDto } from '@/lib/contracts/keys';
import { RevokeKeyButton } from './revoke-key-button';

interface AccessKeyTableProps {
  readonly project: string;
  readonly keys: readonly AccessKeyDto[];
  /** The key of whoever looks. */
  readonly currentId: string | null;
  /** Keys with admin that work. */
  readonly admins: number;
  readonly mayChange: boolean;
}

/** Keys with what can be done about them. Where the table is narrow, the columns move into the first one. */
export function AccessKeyTable({ project, keys, currentId, admins, mayChange }: AccessKeyTableProps) {
  const table = useRef<HTMLTableElement>(null);
  return (
    <Table ref={table} tabIndex={-1} className="outline-none">
      <caption className="sr-only">Keys of the project, newest first</caption>
      <thead>
        <tr>
          <HeaderCell className="w-full">Key</HeaderCell>
          <HeaderCell className="hidden sm:table-cell">May</HeaderCell>
          <HeaderCell className="hidden md:table-cell">Created</HeaderCell>
          <HeaderCell className="hidden md:table-cell">Last used</HeaderCell>
          <HeaderCell className="hidden sm:table-cell">State</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <AccessKeyRow
            key={key.id}
            project={project}
            accessKey={key}
            isCurrent={key.id === currentId}
            isLastAdmin={admins === 1 && key.scopes.includes('admin')}
            mayChange={mayChange}
            neighbour={table}
          />
        ))}
      </tbody>
    </Table>
  );
}

interface AccessKeyRowProps extends Pick<AccessKeyTableProps, 'project' | 'mayChange'> {
  readonly accessKey: AccessKeyDto;
  readonly isCurrent: boolean;
  readonly isLastAdmin: boolean;
  /** Gets the focus when the button of the row is gone. */
  readonly neighbour: RefObject<HTMLElement | null>;
}

function AccessKeyRow({ project, accessKey, isCurrent, isLastAdmin, mayChange, neighbour }: AccessKeyRowProps) {
  const { name, hint, scopes, createdAt, revokedAt } = accessKey;
  const isRevoked = revokedAt !== null;
  return (
    <TableRow className="hover:bg-hover">
      <Cell className="max-w-0 py-2">
        <p className="flex min-w-0 items-center gap-2">
          <span className={classNames('truncate font-medium', isRevoked ? 'text-ink-muted' : 'text-ink')} title={name}>
            {name}
          </span>
          {isCurrent && <Badge tone="accent">yours</Badge>}
        </p>
        <div className="flex flex-wrap items-center gap-x-3 text-xs text-ink-muted">
          <code className="font-mono">{hint}…</code>
          <span className="sm:hidden">{scopes.join(', ')}</span>
          <StateMark revokedAt={revokedAt} className="sm:hidden" />
          <span className="md:hidden">
            <LastUse accessKey={accessKey} />
          </span>
        </div>
        {mayChange && !isRevoked && (
          <div className="-ml-2.5 mt-0.5">
            <RevokeKeyButton
              project={project}
              accessKey={accessKey}
              isCurrent={isCurrent}
              isLastAdmin={isLastAdmin}
              neighbour={neighbour}
            />
          </div>
        )}
      </Cell>
      <Cell className="hidden whitespace-nowrap text-ink-muted sm:table-cell">{scopes.join(', ')}</Cell>
      <Cell className="hidden whitespace-nowrap text-ink-muted md:table-cell">
        <RelativeTime iso={createdAt} />
      </Cell>
      <Cell className="hidden whitespace-nowrap text-ink-muted md:table-cell">
        <LastUse accessKey={accessKey} isShort />
      </Cell>
      <Cell className="hidden sm:table-cell">
        <StateMark revokedAt={revokedAt} />
      </Cell>
    </TableRow>
  );
}

interface LastUseProps {
  readonly accessKey: AccessKeyDto;
  /** Under a heading that says what it is. */
  readonly isShort?: boolean;
}

function LastUse({ accessKey: { lastUsedAt }, isShort = false }: LastUseProps) {
  if (lastUsedAt === null) return isShort ? 'never' : 'never used';
  return (
    <>
      {!isShort && 'used '}
      <RelativeTime iso={lastUsedAt} />
    </>
  );
}

/** Whether a key opens anything: shape and word first, colour second. */
function StateMark({ revokedAt, className }: { readonly revokedAt: string | null; readonly className?: string }) {
  const Icon = revokedAt === null ? CircleCheck : Ban;
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap align-middle',
        revokedAt === null ? 'text-state-good' : 'text-ink-muted',
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {revokedAt === null ? (
        'works'
      ) : (
        <>
          revoked <RelativeTime iso={revokedAt} />
        </>
      )}
    </span>
  );
}
