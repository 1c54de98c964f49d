/** A claim tag with the mark of a missing key in it. */
export function Logo({ className }: { readonly className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinejoin="round"
      strokeLinecap="round"
      className={className}
    >
      <path d="M6 1.8h8a2 2 0 0 1 2 2v12.4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V3.8a2 2 0 0 1 2-2Z" />
      <path d="M8.6 4.6h2.8" />
      <path d="M10 8 13.4 11.4 10 14.8 6.6 11.4Z" className="text-state-missing" />
    </svg>
  );
}
