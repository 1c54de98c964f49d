/** @vitest-environment jsdom */
import { describe, expect, it } from 'vitest';
import type { SharedSnapshot } from '../contracts/snapshots';
import { aSnapshot } from '../testing/a-report';
import { HOSTILE_TEXTS } from '../testing/hostile-texts';
import { gonePage } from './gone-page';
import { sharedPage } from './shared-page';

const TOKEN = 'Abc-123_xyz';
const AT = {
  origin: 'https://claim.example',
  token: TOKEN,
  liveUrl: 'https://claim.example/p/demo/compare?base=a&run=b',
};

function pageOf(members: Partial<SharedSnapshot> = {}, at = AT): Document {
  const shared: SharedSnapshot = {
    contents: aSnapshot(),
    expiresAt: '2025-11-27T10:02:00.000Z',
    changed: { state: 'same', text: 'The live data is still as it was.' },
    ...members,
  };
  return new DOMParser().parseFromString(sharedPage(shared, at), 'text/html');
}

const metaOf = (page: Document, name: string) =>
  page.querySelector(`meta[name="${name}"], meta[property="${name}"]`)?.getAttribute('content');
const textOf = (page: Document) => (page.body.textContent ?? '').replace(/\s+/g, ' ');

describe('sharedPage', () => {
  it('gives chat programs the verdict and a picture to show', () => {
    const page = pageOf();
    const verdict = 'run_id is newly missing at 1 place in 2 of 2 datapoints.';
    const picture = `https://claim.example/s/${TOKEN}/preview.png`;
    for (const name of ['description', 'og:description', 'twitter:description', 'og:image:alt']) {
      expect(metaOf(page, name)).toBe(verdict);
    }
    for (const name of ['og:title', 'twitter:title']) expect(metaOf(page, name)).toBe('base-1 → run-1');
    for (const name of ['og:image', 'twitter:image']) expect(metaOf(page, name)).toBe(picture);
    expect(metaOf(page, 'twitter:card')).toBe('summary_large_image');
    expect(metaOf(page, 'og:image:width')).toBe('1200');
    expect(metaOf(page, 'og:image:height')).toBe('630');
  });

  it('keeps search engines and referrers out', () => {
    const page = pageOf();
    expect(metaOf(page, 'robots')).toBe('noindex, nofollow');
    expect(metaOf(page, 'referrer')).toBe('no-referrer');
  });

  it('says until when it works and what has changed since', () => {
    expect(textOf(pageOf())).toContain('The link works until 2025-11-27 10:02 UTC.');
    expect(textOf(pageOf())).toContain('Still the same The live data is still as it was.');
    expect(textOf(pageOf({ expiresAt: null }))).toContain('The link does not expire.');
    const gone = { state: 'gone', text: 'A run was deleted.' } as const;
    expect(textOf(pageOf({ changed: gone }))).toContain('Gone since A run was deleted.');
    const changed = { state: 'changed', text: 'verdict mixed → regressed' } as const;
    expect(textOf(pageOf({ changed }))).toContain('Changed since verdict mixed → regressed');
  });

  it('links the exports and, for members, the live comparison', () => {
    const links = [...pageOf().querySelectorAll('a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual([
      'https://claim.example/p/demo/compare?base=a&run=b',
      ...['markdown', 'json', 'junit', 'sarif', 'html'].map(
        (format) => `/api/snapshots/${TOKEN}/export?format=${format}`,
      ),
    ]);
    expect(pageOf({}, { ...AT, liveUrl: null as never }).querySelectorAll('a')).toHaveLength(5);
  });

  it('needs no script to be read', () => {
    const page = pageOf();
    expect(page.querySelectorAll('script, link, img')).toHaveLength(0);
    expect(textOf(page)).toContain('What is the capital of France?');
  });

  it.each(HOSTILE_TEXTS)('takes a title of %j for text', (title) => {
    const page = pageOf({ contents: aSnapshot({ title }) });
    expect(page.querySelectorAll('script, img, body [onload], body [onerror]')).toHaveLength(0);
    expect(page.querySelectorAll('meta')).toHaveLength(pageOf().querySelectorAll('meta').length);
    expect(page.querySelectorAll('main')).toHaveLength(1);
  });
});

describe('gonePage', () => {
  const STATES = ['expired', 'revoked', 'erased', 'unknown'] as const;

  it('says something else for every reason', () => {
    const pages = STATES.map((state) => new DOMParser().parseFromString(gonePage(state), 'text/html'));
    expect(new Set(pages.map(({ title }) => title)).size).toBe(4);
    expect(new Set(pages.map(({ body }) => body.textContent)).size).toBe(4);
    for (const page of pages) {
      expect(page.querySelectorAll('h1')).toHaveLength(1);
      expect(page.querySelectorAll('a, script, img')).toHaveLength(0);
      expect(metaOf(page, 'robots')).toBe('noindex, nofollow');
    }
  });
});
