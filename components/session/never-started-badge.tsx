import { CircleDashed } from 'lucide-react';
import { Badge } from '@/components/ui/badge';

/** What it means that a session was never started; said wherever it is marked. */
export const NEVER_STARTED =
  'The client never announced this session over REST, or the announcement failed: it is known only from what names it, and its own record carries no ids.';

/** Marks a session that no client ever started. */
export function NeverStartedBadge({ className }: { readonly className?: string }) {
  return (
    <Badge tone="warn" title={NEVER_STARTED} className={className}>
      <CircleDashed aria-hidden />
      never started
    </Badge>
  );
}
