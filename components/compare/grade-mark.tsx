import { CircleCheckBig, CircleHelp } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { Grade } from '@/lib/domain/comparison';
import { GRADE_WORDS } from './grade-words';

const ICONS = { confirmed: CircleCheckBig, suspected: CircleHelp } as const;
const TONES = { confirmed: 'bad', suspected: 'warn' } as const;

/** How sure a regression is. */
export function GradeMark({ grade }: { readonly grade: Grade }) {
  const Icon = ICONS[grade];
  return (
    <Badge tone={TONES[grade]} title={GRADE_WORDS[grade].meaning}>
      <Icon aria-hidden />
      {GRADE_WORDS[grade].name}
    </Badge>
  );
}
