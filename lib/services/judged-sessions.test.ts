import { expect, test, vi } from 'vitest';
import { keepJudgedSessions } from './judged-sessions';
import type { SessionReport } from './session-report';

function reportOf(spans: number, revision = 1): SessionReport {
  return { revision, skeleton: { count: spans }, findings: [] } as unknown as SessionReport;
}

const always = () => true;

test('keeps what was asked for last, as much as it may weigh', async () => {
  const sessions = keepJudgedSessions(1_000);
  const judge = vi.fn(async () => reportOf(300));
  const ask = (key: string) => sessions.get(key, always, judge);
  await ask('a');
  await ask('b');
  await ask('a');
  await ask('c');
  expect(judge).toHaveBeenCalledTimes(3);
  await ask('a');
  await ask('c');
  expect(judge).toHaveBeenCalledTimes(3);
  await ask('b');
  expect(judge).toHaveBeenCalledTimes(4);
});

test('keeps nothing that is larger than all it may keep, and drops nothing for it', async () => {
  const sessions = keepJudgedSessions(1_000);
  const small = vi.fn(async () => reportOf(10));
  await sessions.get('small', always, small);
  await sessions.get('large', always, async () => reportOf(5_000));
  await sessions.get('small', always, small);
  expect(small).toHaveBeenCalledTimes(1);
});

test('judges again what is no longer current', async () => {
  const sessions = keepJudgedSessions();
  await sessions.get('a', always, async () => reportOf(1, 1));
  const second = await sessions.get(
    'a',
    ({ revision }) => revision === 2,
    async () => reportOf(1, 2),
  );
  expect(second?.revision).toBe(2);
});

test('a failure and an unknown session are not remembered', async () => {
  const sessions = keepJudgedSessions();
  await expect(sessions.get('a', always, () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  expect(await sessions.get('a', always, async () => null)).toBeNull();
  expect(await sessions.get('a', always, async () => reportOf(7))).toMatchObject({ skeleton: { count: 7 } });
});
