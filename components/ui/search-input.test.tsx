import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { SearchInput } from './search-input';

afterEach(cleanup);

test('letters typed in one go are reported once, when the typing pauses', async () => {
  const onSearch = vi.fn();
  render(<SearchInput label="Search runs" value="" onSearch={onSearch} />);
  await userEvent.type(screen.getByRole('searchbox'), 'nightly');
  expect(onSearch).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(onSearch).toHaveBeenCalled());
  expect(onSearch.mock.calls).toEqual([['nightly']]);
});

test('Enter reports at once, and only once', async () => {
  const onSearch = vi.fn();
  render(<SearchInput label="Search runs" value="" onSearch={onSearch} />);
  await userEvent.type(screen.getByRole('searchbox'), 'a{Enter}');
  expect(onSearch.mock.calls).toEqual([['a']]);
});

test('the slash key moves the focus to the search, but not out of another field', () => {
  render(
    <>
      <SearchInput label="Search runs" value="" onSearch={() => {}} />
      <input aria-label="other" />
    </>,
  );
  const other = screen.getByLabelText('other');
  other.focus();
  fireEvent.keyDown(other, { key: '/' });
  expect(document.activeElement).toBe(other);
  fireEvent.keyDown(document.body, { key: '/' });
  expect(document.activeElement).toBe(screen.getByRole('searchbox'));
});

test('a search changed from outside, by Back or "clear", replaces what was typed', () => {
  const view = render(<SearchInput label="Search runs" value="old" onSearch={() => {}} />);
  view.rerender(<SearchInput label="Search runs" value="" onSearch={() => {}} />);
  expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('');
});
