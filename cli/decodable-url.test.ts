import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodableUrl } from './decodable-url';

it.each([
  ['/s/%ff', '/s/%25ff'],
  ['/s/%E0%A4%A?q=%', '/s/%25E0%25A4%25A?q=%'],
  ['/s/100%', '/s/100%25'],
])('%s is read as %s, for it has no other meaning', (url, read) => {
  expect(decodableUrl(url)).toBe(read);
});

it('what can be decoded stays as it is, and the rest can be decoded afterwards', () => {
  fc.assert(
    fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
      expect(decodableUrl(`${path}?${query}`)).toBe(`${path}?${query}`);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('%', '2', 'f', 'F', 'e', '0', '/', '?', 'x') }), (url) => {
      expect(() => decodeURIComponent(decodableUrl(url).split('?', 1)[0] ?? '')).not.toThrow();
    }),
  );
});
