import { describe, expect, test } from 'vitest';
import type { Datapoint, DatapointList } from '@/lib/contracts/runs';
import { chooseRepetition, repetitionsOf, repetitionsView } from './choose-repetition';
import { memberText } from './member-text';

function rowOf(sessionId: string | null, datapointId: string, startedAt: string | null, findings = 0): Datapoint {
  return { sessionId, datapointId, startedAt, findings } as Datapoint;
}

function listOf(...datapoints: Datapoint[]): DatapointList {
  return { datapoints, absent: [], nextCursor: null };
}

describe('the sessions of one datapoint', () => {
  const pages = [
    listOf(rowOf('late', 'dp', '2026-01-02T00:00:00Z', 3), rowOf('other', 'dp-2', '2026-01-01T00:00:00Z')),
    listOf(rowOf('early', 'dp', '2026-01-01T00:00:00Z'), rowOf(null, 'dp', null)),
  ];
  const repetitions = repetitionsOf(pages, 'dp');

  test('are those with exactly its id, in the order they started', () => {
    expect(repetitions.map((row) => row.sessionId)).toEqual(['early', 'late']);
  });

  test('show the one a link names, else the one with the most findings', () => {
    expect(chooseRepetition(repetitions, 'early')).toBe('early');
    expect(chooseRepetition(repetitions, null)).toBe('late');
    expect(chooseRepetition(repetitions, 'other')).toBe('late');
    expect(chooseRepetition([], 'early')).toBeNull();
  });

  test('are searched for with no more than the API takes', () => {
    expect(repetitionsView('x'.repeat(500)).q).toHaveLength(200);
  });
});

describe('one member of a record', () => {
  test('is JSON text, and null when it is not there', () => {
    expect(memberText('{"ground_truth":{"a":1}}', 'ground_truth')).toBe('{"a":1}');
    expect(memberText('{"ground_truth":null}', 'ground_truth')).toBe('null');
    for (const text of ['{}', '[]', 'null', '"x"', 'no json', '{"__proto__":{"ground_truth":1}}'])
      expect(memberText(text, 'ground_truth')).toBeNull();
  });
});
