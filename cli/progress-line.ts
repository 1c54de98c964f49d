import { visibleText } from '../lib/trace/visible-text';

/** Tells a person who waits what for. */
export interface ProgressLine {
  /** @param leftMs how long this may go on, in milliseconds */
  show(text: string, leftMs: number): void;
  end(): void;
}

const START_OF_LINE = '\r\u001b[2K';

/** One line, rewritten on a terminal; in a log, a line for every change. */
export function openProgressLine(stream: NodeJS.WriteStream): ProgressLine {
  if (!stream.isTTY) {
    let last = '';
    return {
      show(text) {
        if (text !== last) stream.write(`${visibleText(text)}\n`);
        last = text;
      },
      end: () => undefined,
    };
  }
  let isShown = false;
  return {
    show(text, leftMs) {
      const line = `${visibleText(text)} (${Math.ceil(leftMs / 1000)} s left)`;
      // What wraps onto a second line can not be rewritten.
      stream.write(`${START_OF_LINE}${line.slice(0, stream.columns - 1)}`);
      isShown = true;
    },
    end() {
      if (isShown) stream.write(START_OF_LINE);
    },
  };
}
