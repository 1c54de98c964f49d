/** What a shared page may do: be read. It has no script, asks nobody for anything, and stands in no other page. */
export const SHARED_PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
