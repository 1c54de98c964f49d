import type { AttributeValue } from '../domain/attributes';
import { EVENT_TYPES } from '../domain/event';
import type { Condition } from './table';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DIGITS = /^[0-9]{3,15}$/;
const FIRST_FAILURE_STATUS = 400;
const eventTypes: ReadonlySet<unknown> = new Set(EVENT_TYPES);

/** Whether a sent value is what a rule asks for. */
export const CONDITIONS: Readonly<Record<Condition, (value: AttributeValue) => boolean>> = {
  text: (value) => typeof value === 'string' && value !== '',
  'not-blank': (value) => value !== null && value !== '',
  'event-type': (value) => eventTypes.has(value),
  uuid: (value) => typeof value === 'string' && UUID.test(value),
  'http-failure': (value) => {
    if (typeof value === 'string') return DIGITS.test(value) && Number(value) >= FIRST_FAILURE_STATUS;
    return (typeof value === 'bigint' || typeof value === 'number') && value >= FIRST_FAILURE_STATUS;
  },
};
