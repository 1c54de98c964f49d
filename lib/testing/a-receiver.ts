import type { ReceiveTracesDeps } from '../http/receive-traces';
import { receiveTracesDeps } from '../http/receive-traces-deps';
import { aContext } from './a-context';

/** A receiver that keeps spans in an empty memory store; every member can be replaced. */
export function aReceiver(overrides: Partial<ReceiveTracesDeps> = {}): ReceiveTracesDeps {
  return { ...receiveTracesDeps(aContext()), ...overrides };
}
