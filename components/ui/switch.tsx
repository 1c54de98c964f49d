import { type ReactNode, useId } from 'react';

interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** What it switches, in words. */
  readonly children: ReactNode;
}

export function Switch({ checked, onChange, children }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox says itself whether it is checked
        role="switch"
        id={id}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="relative h-4.5 w-8 shrink-0 cursor-pointer appearance-none rounded-full bg-line-strong transition-colors after:absolute after:left-0.5 after:top-0.5 after:size-3.5 after:rounded-full after:bg-surface after:transition-transform checked:bg-accent checked:after:translate-x-3.5"
      />
      <label htmlFor={id} className="cursor-pointer whitespace-nowrap">
        {children}
      </label>
    </div>
  );
}
