import { classNames } from './class-names';

/** A grey stand-in with the size of what is coming. Hidden from screen readers: announce loading once, around it. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <span aria-hidden className={classNames('block h-3.5 rounded bg-well motion-safe:animate-pulse', className)} />
  );
}
