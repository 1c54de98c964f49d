import { CircleAlert, Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { Severity } from '@/lib/domain/finding';

const LOOKS = {
  critical: { tone: 'bad', icon: OctagonAlert },
  error: { tone: 'bad', icon: CircleAlert },
  warning: { tone: 'warn', icon: TriangleAlert },
  info: { tone: 'neutral', icon: Info },
} as const satisfies Record<Severity, unknown>;

export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  const { tone, icon: Icon } = LOOKS[severity];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {severity}
    </Badge>
  );
}
