/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { shownText } from '../shown-text';
import { STYLE } from './style';

/** Nothing is loaded and nothing runs, whatever a name in the page may say. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const TITLE_MAX = 200;

interface Page {
  readonly title: string;
  /** More elements of the head. */
  readonly head?: ComponentChildren;
  readonly body: ComponentChildren;
}

/** A whole page as text: one file that needs no other. */
export function renderPage({ title, head, body }: Page): string {
  const page = (
    <html lang="en">
      {/* biome-ignore lint/style/noHeadElement: this page is not one of Next's. */}
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>{`${shownText(title, TITLE_MAX)} · Baggage Claim`}</title>
        {head}
        <style>{STYLE}</style>
      </head>
      <body>
        <div class="sheet">{body}</div>
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}
