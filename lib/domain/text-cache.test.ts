import { expect, it } from 'vitest';
import { TextCache } from './text-cache';

it('remembers by text, prototype names included', () => {
  const cache = new TextCache<number>(10_000);
  cache.set('__proto__', 1);
  cache.set('', 2);
  expect([cache.get('__proto__'), cache.get(''), cache.get('constructor')]).toEqual([1, 2, undefined]);
});

it('forgets rather than grow, and goes on remembering', () => {
  const cache = new TextCache<number>(10_000);
  const held = () =>
    Array.from({ length: 1000 }, (_, i) => cache.get(`text ${i}`)).filter((i) => i !== undefined).length;
  for (let i = 0; i < 1000; i++) {
    cache.set(`text ${i}`, i);
    expect(cache.get(`text ${i}`)).toBe(i);
  }
  expect(held()).toBeLessThan(10_000 / 64);
});

it('does not give all its room to one long text', () => {
  const cache = new TextCache<number>(10_000);
  cache.set('short', 1);
  cache.set('x'.repeat(9000), 2);
  expect([cache.get('short'), cache.get('x'.repeat(9000))]).toEqual([1, undefined]);
});
