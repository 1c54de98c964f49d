import type { RunListQuery } from '@/lib/contracts/runs';

export const RUN_SORT_NAMES: Readonly<Record<RunListQuery['sort'], string>> = {
  '-createdAt': 'Newest first',
  createdAt: 'Oldest first',
  '-missing': 'Most missing first',
  missing: 'Fewest missing first',
  name: 'Name, A to Z',
  '-name': 'Name, Z to A',
  '-spans': 'Most spans first',
  spans: 'Fewest spans first',
};
