import { readFileSync } from 'node:fs';
import { cleanup, render, screen } from '@testing-library/react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, test } from 'vitest';
import { ATTRIBUTION_STATES, CUSTODY_STATES } from '@/lib/domain/states';
import { StateGlyph } from './state-glyph';
import { CustodyMark, StateMark } from './state-mark';
import { ATTRIBUTION_LOOKS, CUSTODY_LOOKS } from './states';

afterEach(cleanup);

const css = readFileSync('app/globals.css', 'utf8');

function tokensOf(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2 contrast ratio of two colours. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each([':root', '.dark'])('colours of %s', (theme) => {
  const tokens = tokensOf(theme);
  const colour = (name: string) => tokens.get(name) ?? `no --${name}`;
  const texts = [...tokens.keys()].filter(
    (name) =>
      name.startsWith('ink') || name === 'accent-text' || (name.startsWith('state-') && !name.endsWith('-wash')),
  );
  const surfaces = ['page', 'surface', 'well', 'hover'];

  test.each(texts.flatMap((text) => surfaces.map((surface) => [text, surface])))(
    '%s on %s can be read',
    (text, surface) => {
      expect(contrast(colour(text), colour(surface))).toBeGreaterThanOrEqual(4.5);
    },
  );

  const washes = [...tokens.keys()].filter((name) => name.endsWith('-wash'));
  test.each(washes)('the text that belongs on %s can be read on it', (wash) => {
    const text = wash === 'accent-wash' ? 'accent-text' : wash.replace('-wash', '');
    expect(contrast(colour(text), colour(wash))).toBeGreaterThanOrEqual(4.5);
  });

  test('the words on a primary button can be read', () => {
    expect(contrast(colour('accent-ink'), colour('accent'))).toBeGreaterThanOrEqual(4.5);
  });
});

test('no two states share a drawn shape, so they are told apart without colour', () => {
  const shapes = [...ATTRIBUTION_STATES, ...CUSTODY_STATES].map((state) =>
    renderToStaticMarkup(<StateGlyph state={state} />),
  );
  expect(new Set(shapes).size).toBe(shapes.length);
});

test('no two states of one kind share a text glyph', () => {
  for (const looks of [ATTRIBUTION_LOOKS, CUSTODY_LOOKS]) {
    const glyphs = Object.values(looks).map((look) => look.glyph);
    expect(new Set(glyphs).size).toBe(glyphs.length);
  }
});

test('a mark without a visible label still says its key and state to screen readers and in its title', () => {
  render(<StateMark state="missing" of="run_id" />);
  expect(screen.getByText('run_id: missing').className).toContain('sr-only');
  expect(screen.getByTitle(/^run_id: missing\. The span should carry/)).toBeTruthy();
});

test('a span that sent nothing has a custody mark that says so', () => {
  render(<CustodyMark state={null} label />);
  expect(screen.getByText('nothing sent')).toBeTruthy();
});
