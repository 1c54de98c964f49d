/** @jsxImportSource preact */
import { renderPage } from './html/render-page';

type Gone = 'expired' | 'revoked' | 'erased' | 'unknown';

const MESSAGES: Readonly<Record<Gone, { readonly title: string; readonly text: string }>> = {
  expired: {
    title: 'This link has expired',
    text: 'It was made to work for a limited time. Ask the person who shared it for a new one.',
  },
  revoked: {
    title: 'This link was withdrawn',
    text: 'The person who shared it ended it. Ask them if you still need what it showed.',
  },
  erased: {
    title: 'What this link showed was erased',
    text: 'Data in it was deleted, and the frozen copy went with it. It can not be brought back.',
  },
  unknown: {
    title: 'There is nothing at this address',
    text: 'The link may have been cut off when it was copied. Check that it is complete.',
  },
};

/** Why a link shows nothing, and nothing of what it showed. */
export function gonePage(state: Gone): string {
  const { title, text } = MESSAGES[state];
  return renderPage({
    title,
    head: <meta name="robots" content="noindex, nofollow" />,
    body: (
      <main>
        <p class="over">Baggage Claim</p>
        <h1>{title}</h1>
        <p>{text}</p>
      </main>
    ),
  });
}
