import 'server-only';
import type { CreateDatasetBody } from '../../contracts/data-plane/datasets';
import type { JsonObject } from '../../domain/json';
import { presentMembers } from '../data-plane/present-members';

/** The members of a body that are kept as they are; name and datapoints have places of their own. */
export function datasetMembers(body: Partial<CreateDatasetBody>): JsonObject {
  const { description, type, pipeline_type, saved, linked_evals, metadata } = body;
  return presentMembers({ description, type, pipeline_type, saved, linked_evals, metadata }) as JsonObject;
}
