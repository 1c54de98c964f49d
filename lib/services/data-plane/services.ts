import 'server-only';
import type { OperationId } from '../../contracts/data-plane/operations';
import { addDatapoints } from '../catalog/add-datapoints';
import { createConfiguration } from '../catalog/create-configuration';
import { createDatapoint } from '../catalog/create-datapoint';
import { batchCreateDatapoints } from '../catalog/create-datapoints-batch';
import { createDataset } from '../catalog/create-dataset';
import { createMetric } from '../catalog/create-metric';
import { createMetricVersion } from '../catalog/create-metric-version';
import { createProject } from '../catalog/create-project';
import { deleteConfiguration } from '../catalog/delete-configuration';
import { deleteDatapoint } from '../catalog/delete-datapoint';
import { deleteDataset, legacyDeleteDataset } from '../catalog/delete-dataset';
import { deleteMetric, legacyDeleteMetric } from '../catalog/delete-metric';
import { deleteProject } from '../catalog/delete-project';
import { deployMetricVersion } from '../catalog/deploy-metric-version';
import { getDatapoint } from '../catalog/get-datapoint';
import { listConfigurations } from '../catalog/list-configurations';
import { listDatapoints } from '../catalog/list-datapoints';
import { listDatasets } from '../catalog/list-datasets';
import { listMetricVersions } from '../catalog/list-metric-versions';
import { listMetrics } from '../catalog/list-metrics';
import { listProjects } from '../catalog/list-projects';
import { removeDatapoint } from '../catalog/remove-datapoint';
import { updateConfiguration } from '../catalog/update-configuration';
import { updateDatapoint } from '../catalog/update-datapoint';
import { legacyUpdateDataset, updateDataset } from '../catalog/update-dataset';
import { legacyUpdateMetric, updateMetric } from '../catalog/update-metric';
import { updateProject } from '../catalog/update-project';
import { addSessionEvents, addSessionTraces } from './add-session-events';
import type { DataPlaneService } from './call';
import { compareRunEvents, legacyCompareRunEvents } from './compare-run-events';
import { compareRuns } from './compare-runs';
import { createEvent, createEventBatch, createModelEvent, createModelEventBatch } from './create-event';
import { createRun } from './create-run';
import { deleteRun } from './delete-run';
import { deleteSession } from './delete-session';
import { exportEvents, listEvents, searchEvents } from './export-events';
import { getEvent } from './get-event';
import { getEventsSchema, getRunSchema, getRunsSchema } from './get-events-schema';
import { getRun } from './get-run';
import { getRunMetrics } from './get-run-metrics';
import { getRunResult } from './get-run-result';
import { getSession } from './get-session';
import { listRuns } from './list-runs';
import { startSession } from './start-session';
import { legacyUpdateEvent, updateEvent } from './update-event';
import { updateRun } from './update-run';

/** The use case behind every operation. */
export const SERVICES: { readonly [Id in OperationId]: DataPlaneService<Id> } = {
  startSession,
  getSession,
  deleteSession,
  addSessionEvents,
  addSessionTraces,
  createEvent,
  createEventBatch,
  createModelEvent,
  createModelEventBatch,
  legacyUpdateEvent,
  getEvent,
  updateEvent,
  listEvents,
  exportEvents,
  searchEvents,
  getEventsSchema,
  getRunsSchema,
  getRunSchema,
  createRun,
  listRuns,
  getRun,
  updateRun,
  deleteRun,
  getRunResult,
  getRunMetrics,
  compareRuns,
  compareRunEvents,
  legacyCompareRunEvents,
  listDatasets,
  createDataset,
  legacyUpdateDataset,
  updateDataset,
  legacyDeleteDataset,
  deleteDataset,
  addDatapoints,
  removeDatapoint,
  listDatapoints,
  createDatapoint,
  batchCreateDatapoints,
  getDatapoint,
  updateDatapoint,
  deleteDatapoint,
  listProjects,
  createProject,
  updateProject,
  deleteProject,
  listMetrics,
  createMetric,
  legacyUpdateMetric,
  updateMetric,
  legacyDeleteMetric,
  deleteMetric,
  listMetricVersions,
  createMetricVersion,
  deployMetricVersion,
  listConfigurations,
  createConfiguration,
  updateConfiguration,
  deleteConfiguration,
};
