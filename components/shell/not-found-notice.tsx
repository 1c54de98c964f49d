import { MapPinOff } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { MissingAddress } from './missing-address';

interface NotFoundNoticeProps {
  /** Where to go on. */
  readonly links: readonly { readonly label: string; readonly href: Route }[];
}

export function NotFoundNotice({ links }: NotFoundNoticeProps) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center py-20 text-center">
      <MapPinOff aria-hidden strokeWidth={1.5} className="mb-4 size-7 text-ink-muted" />
      <h1 className="text-lg font-semibold text-ink">Not found</h1>
      <p className="mt-2 text-balance text-ink-muted [overflow-wrap:anywhere]">
        <MissingAddress />
      </p>
      <div className="mt-5 flex flex-wrap justify-center gap-2">
        {links.map(({ label, href }) => (
          <Button key={href} asChild>
            <Link href={href}>{label}</Link>
          </Button>
        ))}
      </div>
    </div>
  );
}
