import { Pin } from 'lucide-react';
import { Badge } from '@/components/ui/badge';

/** On a run that was chosen as baseline by hand. */
export function BaselineBadge() {
  return (
    <Badge tone="accent" title="Chosen by hand: the runs of its dataset or name are compared with this one.">
      <Pin aria-hidden />
      Baseline
    </Badge>
  );
}
