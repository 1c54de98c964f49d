'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { lazy, useId } from 'react';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { DialogButton } from '@/components/ui/dialog-button';
import { EmptyState } from '@/components/ui/empty-state';
import { PagedList } from '@/components/ui/paged-list';
import { accessKeyListOptions } from '@/lib/query/access-keys';
import { AccessKeyTable } from './access-key-table';

/** Loaded when somebody reaches for it: most visits make no key. */
const loadDialog = () => import('./create-key-dialog').then(({ CreateKeyDialog }) => ({ default: CreateKeyDialog }));
const CreateKeyDialog = lazy(loadDialog);

/** Who may come in: the project's keys, and while there are none, what that means. */
export function AccessKeysCard({ project }: { readonly project: string }) {
  const id = useId();
  const list = useInfiniteQuery(accessKeyListOptions(project));
  const keys = list.data?.pages.flatMap((page) => page.keys);
  const last = list.data?.pages.at(-1);
  const isOpen = last?.current === null;
  const mayChange = isOpen || last?.current?.scopes.includes('admin') === true;
  return (
    <Card aria-labelledby={id}>
      <CardHeader>
        <CardTitle id={id}>Access keys</CardTitle>
        {mayChange && (
          <DialogButton
            size="sm"
            onReach={loadDialog}
            dialog={(openedBy) => <CreateKeyDialog project={project} isFirst={isOpen} {...openedBy} />}
          >
            <Plus aria-hidden />
            New key…
          </DialogButton>
        )}
      </CardHeader>
      <PagedList list={list} count={keys?.length} noun="key" empty={<NoKeys isOpen={isOpen} />}>
        {!mayChange && (
          <p className="border-b border-line px-4 py-2 text-ink-muted">
            You are signed in with a key that may not make or revoke keys: that takes the scope admin.
          </p>
        )}
        <AccessKeyTable
          project={project}
          keys={keys ?? []}
          currentId={last?.current?.id ?? null}
          admins={last?.admins ?? 0}
          mayChange={mayChange}
        />
      </PagedList>
    </Card>
  );
}

function NoKeys({ isOpen }: { readonly isOpen: boolean }) {
  if (!isOpen) return <EmptyState icon={KeyRound} title="This project has no keys" className="py-8" />;
  return (
    <EmptyState icon={KeyRound} title="Everybody on this machine may do everything" className="py-8">
      There are no keys, so the server listens to this machine only and asks nobody. With the first key, every client
      and every browser needs one.
    </EmptyState>
  );
}
