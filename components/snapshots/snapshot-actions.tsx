'use client';

import { lazy, type RefObject, Suspense, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { SnapshotDto } from '@/lib/contracts/snapshots';
import type { SnapshotState } from '@/lib/domain/snapshot';
import type { SnapshotAction } from './snapshot-dialog';

/** Loaded when somebody reaches for it. */
const loadDialog = () => import('./snapshot-dialog').then(({ SnapshotDialog }) => ({ default: SnapshotDialog }));
const SnapshotDialog = lazy(loadDialog);

const NAMES: Readonly<Record<SnapshotAction, string>> = {
  edit: 'Edit…',
  renew: 'New link…',
  revoke: 'Revoke…',
};

/** What can still be done with a link. */
const ACTIONS: Readonly<Record<SnapshotState, readonly SnapshotAction[]>> = {
  live: ['edit', 'renew', 'revoke'],
  expired: ['edit', 'revoke'],
  revoked: [],
  erased: [],
};

interface SnapshotActionsProps {
  readonly project: string;
  readonly snapshot: SnapshotDto;
  /** Gets the focus when the button that was pressed is gone. */
  readonly neighbour: RefObject<HTMLElement | null>;
}

export function SnapshotActions({ project, snapshot, neighbour }: SnapshotActionsProps) {
  const [action, setAction] = useState<SnapshotAction | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const actions = ACTIONS[snapshot.state];
  const focusAfterwards = {
    get current() {
      return button.current?.isConnected ? button.current : neighbour.current;
    },
  };
  return (
    <>
      {actions.map((name) => (
        <Button
          key={name}
          variant="ghost"
          size="sm"
          aria-haspopup="dialog"
          aria-label={`${NAMES[name]} ${snapshot.title}`}
          onPointerEnter={loadDialog}
          onFocus={loadDialog}
          onClick={({ currentTarget }) => {
            button.current = currentTarget;
            setAction(name);
          }}
        >
          {NAMES[name]}
        </Button>
      ))}
      {action !== null && (
        <Suspense fallback={null}>
          <SnapshotDialog
            project={project}
            snapshot={snapshot}
            action={action}
            onClose={() => setAction(null)}
            focusAfterwards={focusAfterwards}
          />
        </Suspense>
      )}
    </>
  );
}
