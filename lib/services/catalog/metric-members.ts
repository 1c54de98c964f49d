import 'server-only';
import type { MetricMembers } from '../../contracts/data-plane/metrics';
import type { JsonObject } from '../../domain/json';
import { presentMembers } from '../data-plane/present-members';

/** The members of a body that are kept; older clients name the criteria after what they are. The name has its own place. */
export function metricMembers({ name: _, ...members }: MetricMembers): JsonObject {
  const criteria = members.criteria ?? members.code_snippet ?? members.prompt;
  return presentMembers({ ...members, criteria }) as JsonObject;
}
