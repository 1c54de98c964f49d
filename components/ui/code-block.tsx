import { classNames } from './class-names';
import { CopyButton } from './copy-button';

interface CodeBlockProps {
  readonly code: string;
  /** What it is, for the heading line and the copy button, e.g. `Python`. */
  readonly label: string;
  readonly className?: string;
}

/** Preformatted text that scrolls inside itself and can be copied whole. */
export function CodeBlock({ code, label, className }: CodeBlockProps) {
  return (
    <figure className={classNames('min-w-0 overflow-hidden rounded-lg border border-line bg-well', className)}>
      <figcaption className="flex h-8 items-center justify-between border-b border-line pl-3 pr-1 text-xs text-ink-muted">
        {label}
        <CopyButton text={code} what={label} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto p-3 font-mono text-xs leading-relaxed text-ink">
        <code>{code}</code>
      </pre>
    </figure>
  );
}
