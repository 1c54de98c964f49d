import { findTransitions } from '@/lib/compare/find-transitions';
import type { KeyHistory } from '@/lib/contracts/structure';

type HistoryRun = KeyHistory['runs'][number];

const STATES: Readonly<Record<string, HistoryRun['state']>> = { '.': 'good', x: 'bad', '?': 'unknown' };
const DATAPOINTS = 4;

/** Runs `R1`, `R2`, … of four datapoints each, drawn one character a run: `.` good, `x` bad, `?` unknown. */
export function aHistory(drawing: string, members: Partial<KeyHistory> = {}): KeyHistory {
  const runs = [...drawing].map((mark, index): HistoryRun => {
    const state = STATES[mark] ?? 'unknown';
    const judged = state === 'unknown' ? 0 : DATAPOINTS;
    return {
      runId: `run-${index + 1}`,
      name: `R${index + 1}`,
      createdAt: new Date(Date.UTC(2025, 10, 1, index)).toISOString(),
      client: { name: 'honeyhive', version: `1.${index + 1}.0` },
      commit: `${index + 1}`.padStart(40, 'a'),
      contract: 'preserve',
      state,
      spans: { good: state === 'bad' ? judged : 2 * judged, judged: 2 * judged },
      datapoints: { bad: state === 'bad' ? judged : 0, judged },
    };
  });
  return { key: 'run_id', order: 'time', runs, transitions: [...findTransitions(runs)], left: 0, ...members };
}
