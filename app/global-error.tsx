'use client';

import './globals.css';
import { PageError } from '@/components/shell/page-error';

/** The last resort, when the shell itself fails: no header, no theme switch. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Baggage Claim</title>
        <main>
          <PageError error={error} onRetry={retry} />
        </main>
      </body>
    </html>
  );
}
