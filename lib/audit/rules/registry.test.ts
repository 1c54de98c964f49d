import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULE_CODES } from '../../domain/finding';
import { RULES } from './registry';

const PAGES = new URL('../../../docs/rules/', import.meta.url);
const SECTIONS = ['## What it says', '## Why it matters', '## How to fix it', '## Example', '## Source'];

describe('rules', () => {
  it('are registered once each, under every code a finding may have', () => {
    expect(RULES.map(({ code }) => code)).toEqual([...RULE_CODES]);
  });

  it('have a page each, and no page is without its rule', () => {
    const pages = readdirSync(PAGES).filter((file) => file !== 'README.md');
    expect(pages.sort()).toEqual(RULE_CODES.map((code) => `${code}.md`).sort());
  });

  it.each(RULE_CODES)('%s: the page says what, why, how to fix, with an example and the source', (code) => {
    const page = readFileSync(new URL(`${code}.md`, PAGES), 'utf8');
    expect(page.startsWith(`# ${code}: `)).toBe(true);
    expect(page.split('\n').filter((line) => line.startsWith('## '))).toEqual(SECTIONS);
  });
});
