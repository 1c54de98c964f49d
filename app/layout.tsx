import './globals.css';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { Providers } from './providers';

export const metadata: Metadata = {
  title: { default: 'Baggage Claim', template: '%s · Baggage Claim' },
  description: 'Shows where LLM experiment runs lose their attributes.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#191c20' },
  ],
};

export default async function RootLayout({ children }: LayoutProps<'/'>) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    // The theme script sets the class before React is there.
    <html lang="en" suppressHydrationWarning>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  );
}
