import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { renderPage } from '@/components/testing/render';
import { asShown, makeSession, makeSpans } from '@/components/trace-tree/session-fixture';
import { NoSpans } from './no-spans';
import { SessionFacts } from './session-facts';
import { SessionNotices } from './session-notices';

const STARTED = asShown(makeSession(makeSpans([{ spanId: 'a' }]))).session;
const STRAY = { ...STARTED, declared: false };

afterEach(cleanup);

test('a session that nobody started is marked beside its id, with what that means', () => {
  renderPage(<SessionFacts session={STRAY} />);
  const mark = screen.getByText('never started');
  expect(mark.title).toContain('never announced this session over REST, or the announcement failed');
  expect(mark.querySelector('svg')).not.toBeNull();
});

test('a session that was started is not', () => {
  renderPage(<SessionFacts session={STARTED} />);
  expect(screen.queryByText('never started')).toBeNull();
});

test('the notice above its tree says what that means for reading it', () => {
  render(<SessionNotices session={STRAY} />);
  expect(screen.getByText(/^Session never started\. The client never announced/)).toBeTruthy();
});

test('a session leads to its requests, and one without spans to those that were refused', () => {
  renderPage(<SessionFacts session={STARTED} />);
  expect(screen.getByRole('link', { name: 'its requests' }).getAttribute('href')).toBe('/p/demo/deliveries?session=s1');
  render(<NoSpans session={STARTED} />);
  expect(screen.getByRole('link', { name: 'refused requests' }).getAttribute('href')).toBe(
    '/p/demo/deliveries?show=refused',
  );
});
