import type { Route } from 'next';
import { segmentOf } from '@/lib/query/paths';

export function settingsPath(project: string): Route {
  return `/p/${segmentOf(project)}/settings` as Route;
}
