'use client';

import dynamic from 'next/dynamic';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';

/**
 * The tree is the largest part of the page, and behind a tab: loaded when it is shown. Not drawn on the server: its data
 * may be there before its code is, and then the browser would draw something else than the server did.
 */
export const StructurePanel = dynamic(() => import('./compared-structure').then((module) => module.ComparedStructure), {
  ssr: false,
  loading: () => <RowsSkeleton label="Loading the trees" />,
});
