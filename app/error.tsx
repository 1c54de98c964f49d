'use client';

import { AppHeader } from '@/components/shell/app-header';
import { PageBody } from '@/components/shell/page-body';
import { PageError } from '@/components/shell/page-error';

export default function RootPageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <>
      <AppHeader />
      <PageBody>
        <PageError error={error} onRetry={retry} />
      </PageBody>
    </>
  );
}
