import { Bot, CircleHelp, Link2, type LucideIcon, Package, Wrench } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import type { EventType } from '@/lib/domain/event';

const ICONS: ReadonlyMap<string, LucideIcon> = new Map<EventType, LucideIcon>([
  ['model', Bot],
  ['tool', Wrench],
  ['chain', Link2],
  ['session', Package],
]);

interface SpanTypeIconProps {
  /** An event type; anything else gets a question mark. */
  readonly type: string;
  readonly className?: string;
}

/** What kind of event a span became. Shape only: hue means attribution state. */
export function SpanTypeIcon({ type, className }: SpanTypeIconProps) {
  const Icon = ICONS.get(type) ?? CircleHelp;
  return <Icon role="img" aria-label={type} className={classNames('size-3.5 shrink-0 text-ink-muted', className)} />;
}
