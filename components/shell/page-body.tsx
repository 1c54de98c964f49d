import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

export const CONTENT_ID = 'content';

/** The page's main part; the skip link leads here. */
export function PageBody({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return (
    <main
      id={CONTENT_ID}
      tabIndex={-1}
      className={classNames('mx-auto w-full max-w-[100rem] px-4 pb-16 pt-5 outline-none sm:px-6', className)}
    >
      {children}
    </main>
  );
}
