import { expect, test } from 'vitest';
import { openProgressLine } from './progress-line';

/** A stream that remembers what was written. */
function aStream(members: { readonly isTTY: boolean; readonly columns?: number }) {
  const written: string[] = [];
  const stream = { ...members, write: (text: string) => written.push(text) > 0 };
  return { written, stream: stream as unknown as NodeJS.WriteStream };
}

test('on a terminal one line is rewritten, never wider than the window, and gone at the end', () => {
  const { stream, written } = aStream({ isTTY: true, columns: 20 });
  const progress = openProgressLine(stream);
  progress.show('Waiting\u001b[31m', 1500);
  progress.show('Waiting for a run with a long name', 900);
  progress.end();
  expect(written).toEqual(['\r\u001b[2KWaiting\\u001B[31m (', '\r\u001b[2KWaiting for a run w', '\r\u001b[2K']);
});

test('a terminal on which nothing was shown is left alone', () => {
  const { stream, written } = aStream({ isTTY: true, columns: 80 });
  openProgressLine(stream).end();
  expect(written).toEqual([]);
});

test('in a log there is a line for every change, without anything that only a terminal understands', () => {
  const { stream, written } = aStream({ isTTY: false });
  const progress = openProgressLine(stream);
  for (const text of ['2 of 3', '2 of 3', '1 of 3']) progress.show(text, 1000);
  progress.end();
  expect(written).toEqual(['2 of 3\n', '1 of 3\n']);
});
