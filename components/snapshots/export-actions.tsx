'use client';

import { useMutation } from '@tanstack/react-query';
import { Check, Copy, Download } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { ExportFormat } from '@/lib/contracts/compare';
import { fetchText } from '@/lib/query/fetch-json';
import { exportPath } from '@/lib/query/snapshots';

const FILES: readonly { readonly format: ExportFormat; readonly name: string }[] = [
  { format: 'json', name: 'JSON' },
  { format: 'junit', name: 'JUnit' },
  { format: 'sarif', name: 'SARIF' },
  { format: 'html', name: 'HTML' },
];

interface ExportActionsProps {
  readonly project: string;
  readonly base: string;
  readonly run: string;
}

/** The comparison to take along: as text for an issue, and as files. */
export function ExportActions({ project, base, run }: ExportActionsProps) {
  const copying = useMutation({
    mutationFn: async () => {
      const text = await fetchText(exportPath(project, base, run, 'markdown'));
      await navigator.clipboard.writeText(text).catch((cause: unknown) => {
        throw new Error('The browser refused to copy.', { cause });
      });
    },
  });
  return (
    <section aria-labelledby="take-along" className="mt-5 border-t border-line pt-4">
      <h3 id="take-along" className="font-medium text-ink">
        Or take it along
      </h3>
      <p className="mt-0.5 text-xs text-ink-muted">
        As it is now, without a link. What looks like a secret is replaced; keys named above are not.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" aria-disabled={copying.isPending} onClick={() => !copying.isPending && copying.mutate()}>
          {copying.isSuccess ? <Check aria-hidden className="text-state-good" /> : <Copy aria-hidden />}
          Copy as Markdown
        </Button>
        {FILES.map(({ format, name }) => (
          <Button key={format} asChild size="sm">
            <a href={exportPath(project, base, run, format)} download>
              <Download aria-hidden />
              {name}
            </a>
          </Button>
        ))}
      </div>
      <p role="status" className="sr-only">
        {copying.isSuccess && 'Copied'}
      </p>
      <p role="alert" className="mt-2 text-xs text-state-missing empty:hidden">
        {copying.isError && `Not copied: ${copying.error.message}`}
      </p>
    </section>
  );
}
