import { useId } from 'react';
import { KEY_SCOPES, type KeyScope } from '@/lib/domain/api-key';

const MEANINGS: Readonly<Record<KeyScope, string>> = {
  ingest: 'Sends: spans, sessions, events, runs and datasets.',
  read: 'Looks, exports, compares and shares. With ingest it is what evaluate() needs.',
  admin: 'Does all of that, deletes, and changes settings and keys.',
};

interface ScopeChoiceProps {
  readonly scopes: KeyScope[];
  readonly onChange: (scopes: KeyScope[]) => void;
  /** Admin can not be left out. */
  readonly needsAdmin: boolean;
}

/** What a key may do. */
export function ScopeChoice({ scopes, onChange, needsAdmin }: ScopeChoiceProps) {
  const id = useId();
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1 font-medium text-ink">It may</legend>
      {KEY_SCOPES.map((scope) => {
        const isFixed = needsAdmin && scope === 'admin';
        return (
          <div key={scope} className="flex items-start gap-2.5">
            <input
              id={`${id}-${scope}`}
              type="checkbox"
              checked={scopes.includes(scope)}
              disabled={isFixed}
              aria-describedby={`${id}-${scope}-meaning`}
              onChange={({ target }) =>
                onChange(KEY_SCOPES.filter((one) => (one === scope ? target.checked : scopes.includes(one))))
              }
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <div className="min-w-0">
              <label htmlFor={`${id}-${scope}`} className="font-mono text-ink">
                {scope}
              </label>
              <p id={`${id}-${scope}-meaning`} className="text-xs text-ink-muted">
                {MEANINGS[scope]}
                {isFixed && ' The first key needs it, or nobody could make another.'}
              </p>
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}
