import 'server-only';
import type { DatapointBody } from '../../contracts/data-plane/datapoints';
import type { JsonObject } from '../../domain/json';
import { presentMembers } from '../data-plane/present-members';

/** What a body says of a datapoint, and what was wrong with it and understood all the same. */
export interface ReadDatapoint {
  readonly members: JsonObject;
  readonly warnings: readonly string[];
}

/**
 * `ground_truths` is read where the singular is missing: upstream kept it where nothing looks, and the loss was not
 * noticed (honeyhive-system.md 6.3 C8).
 */
export function readDatapoint(body: DatapointBody): ReadDatapoint {
  const { inputs, history, ground_truth, ground_truths, metadata, linked_event, linked_evals } = body;
  const truth = ground_truth ?? ground_truths;
  const members = presentMembers({ inputs, history, ground_truth: truth, metadata, linked_event, linked_evals });
  return { members: members as JsonObject, warnings: ground_truths === undefined ? [] : [warning(ground_truth)] };
}

function warning(groundTruth: JsonObject | undefined): string {
  const done = groundTruth === undefined ? 'was read as' : 'was ignored beside';
  return `The body member ground_truths ${done} ground_truth: HoneyHive knows the singular only.`;
}
