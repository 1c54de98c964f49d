import { expect, test } from 'vitest';
import { visibleLines, visibleText } from './visible-text';

test('spells out what could make a name look like another one', () => {
  expect(visibleText('tool\u202Egnp.exe')).toBe('tool\\u202Egnp.exe');
  expect(visibleText('a\0b\nc\tzero\u200Bwidth')).toBe('a\\u0000b\\u000Ac\\u0009zero\\u200Bwidth');
});

test('leaves ordinary names alone, in every script', () => {
  for (const name of ['llm.chat', 'שלום', '検索', '👩‍🔬 lab', '<img src=x>', 'naïve'])
    expect(visibleText(name)).toBe(name);
});

test('keeps the lines of longer text', () => {
  expect(visibleLines('a\n\tb\u202E\r')).toBe('a\n\tb\\u202E\\u000D');
});
