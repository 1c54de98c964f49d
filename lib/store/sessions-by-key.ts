import { ATTRIBUTION_KEYS } from '../domain/attribution-keys';
import type { RunRollup } from './store';

export type SessionsOfKey = RunRollup['sessionsByKey'][string];

export function noSessionsByKey(): Map<string, SessionsOfKey> {
  return new Map(ATTRIBUTION_KEYS.map(({ name }) => [name, { judged: 0, bad: 0 }]));
}

/** As an object without a prototype: keys are data. */
export function sessionsByKeyObject(byKey: ReadonlyMap<string, SessionsOfKey>): RunRollup['sessionsByKey'] {
  const object = Object.create(null) as Record<string, SessionsOfKey>;
  for (const [key, sessions] of byKey) object[key] = sessions;
  return object;
}
