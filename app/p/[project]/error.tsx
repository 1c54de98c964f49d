'use client';

import { PageError } from '@/components/shell/page-error';

export default function ProjectPageError({ error, retry }: { error: unknown; retry: () => void }) {
  return <PageError error={error} onRetry={retry} />;
}
