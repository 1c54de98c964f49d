import type { DatapointListQuery } from '@/lib/contracts/runs';

export const DATAPOINT_SORT_NAMES: Readonly<Record<DatapointListQuery['sort'], string>> = {
  worst: 'Worst first',
  '-started': 'Newest first',
  started: 'Oldest first',
  '-spans': 'Most spans first',
  spans: 'Fewest spans first',
};
