import { classNames } from '@/components/ui/class-names';
import type { AttributionState, CustodyState } from '@/lib/domain/states';
import { StateGlyph } from './state-glyph';
import { ATTRIBUTION_LOOKS, CUSTODY_LOOKS, type StateLook } from './states';

interface MarkOptions {
  /** Show the state's name beside its shape; without it the name is there for screen readers and as a title. */
  readonly label?: boolean;
  /** What the state is of, e.g. `run_id`; spoken and in the title. */
  readonly of?: string;
  /** Pixels; 14 unless told. */
  readonly size?: number;
  readonly className?: string;
}

/** One (span, attribution key): shape and words first, colour second. */
export function StateMark({ state, ...options }: MarkOptions & { readonly state: AttributionState }) {
  return <Mark state={state} look={ATTRIBUTION_LOOKS[state]} {...options} />;
}

const NOTHING_SENT: StateLook = {
  name: 'nothing sent',
  meaning: 'The span sent no attributes, so none could be lost.',
  glyph: '–',
  textClass: 'text-ink-muted',
  fillClass: 'fill-line-strong',
};

/** One custody state, or null where nothing was sent. */
export function CustodyMark({ state, ...options }: MarkOptions & { readonly state: CustodyState | null }) {
  return state === null ? (
    <Mark state="not-applicable" look={NOTHING_SENT} {...options} />
  ) : (
    <Mark state={state} look={CUSTODY_LOOKS[state]} {...options} />
  );
}

interface MarkProps extends MarkOptions {
  readonly state: AttributionState | CustodyState;
  readonly look: StateLook;
}

function Mark({ state, look, label = false, of, size = 14, className }: MarkProps) {
  const words = of === undefined ? look.name : `${of}: ${look.name}`;
  return (
    <span
      title={`${words}. ${look.meaning}`}
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap align-middle',
        look.textClass,
        className,
      )}
    >
      <StateGlyph state={state} size={size} className="shrink-0" />
      <span className={label ? '' : 'sr-only'}>{words}</span>
    </span>
  );
}
