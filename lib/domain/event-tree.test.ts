import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TraceEvent } from './event';
import { type EventNode, eventTree } from './event-tree';
import { undeclaredSessionEvent } from './session';

const SESSION = undeclaredSessionEvent('s', 'p');

function anEvent(event_id: string, parent_id: string | null, start_time: number): TraceEvent {
  return { ...SESSION, event_type: 'tool', event_id, parent_id, start_time };
}

interface Walked {
  readonly event: TraceEvent;
  readonly level: number;
}

function walk(root: EventNode): Walked[] {
  const walked: Walked[] = [];
  const open = root.children.map((node) => ({ node, level: 1 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, level } = next;
    walked.push({ event: node.event, level });
    open.push(...node.children.map((child) => ({ node: child, level: level + 1 })));
  }
  return walked;
}

const idIn = fc.constantFrom('s', 'a', 'b', 'c', 'd', 'e');
const someEvents = fc
  .array(fc.tuple(idIn, fc.oneof(idIn, fc.constantFrom(null, 'gone')), fc.nat(5)), { maxLength: 8 })
  .map((rows) => rows.map((row) => anEvent(...row)));

it('has every event once, whatever parents they name: none, absent ones, themselves, each other', () => {
  fc.assert(
    fc.property(someEvents, (events) => {
      const placed = walk(eventTree(SESSION, events)).map(({ event }) => event);
      expect(placed).toHaveLength(events.length);
      expect(new Set(placed)).toEqual(new Set(events));
    }),
  );
});

it('puts an event under its parent, wherever in the list that is', () => {
  const events = [anEvent('c', 'b', 3), anEvent('a', 's', 1), anEvent('b', 'a', 2)];
  for (const order of [events, events.toReversed()]) {
    const ids = walk(eventTree(SESSION, order)).map(({ event, level }) => `${level} ${event.event_id}`);
    expect(ids).toEqual(['1 a', '2 b', '3 c']);
  }
});

it('of a chain of 10,000 goes 100 levels deep, and has the rest side by side', () => {
  const chain = Array.from({ length: 10_000 }, (_, n) => anEvent(`${n}`, n === 0 ? 's' : `${n - 1}`, n));
  const walked = walk(eventTree(SESSION, chain));
  expect(walked).toHaveLength(10_000);
  expect(Math.max(...walked.map(({ level }) => level))).toBe(100);
});
