import { CONFIGURATION_OPERATIONS } from './configurations';
import { DATAPOINT_OPERATIONS } from './datapoints';
import { DATASET_OPERATIONS } from './datasets';
import { EVENT_OPERATIONS } from './events';
import { METRIC_OPERATIONS } from './metrics';
import { PROJECT_OPERATIONS } from './projects';
import { RUN_OPERATIONS } from './runs';
import { SESSION_OPERATIONS } from './sessions';

/** Every call of the data plane that this server answers, by operation id. */
export const OPERATIONS = {
  ...SESSION_OPERATIONS,
  ...EVENT_OPERATIONS,
  ...RUN_OPERATIONS,
  ...DATASET_OPERATIONS,
  ...DATAPOINT_OPERATIONS,
  ...PROJECT_OPERATIONS,
  ...METRIC_OPERATIONS,
  ...CONFIGURATION_OPERATIONS,
};
export type Operations = typeof OPERATIONS;
export type OperationId = keyof Operations;

/** What upstream offers and this server does not, with everything below it: path without prefix, and the reason. */
export const NOT_SERVED: Readonly<Record<string, string>> = {
  charts: 'Charts are drawn by the pages of this server.',
  'events/chart': 'Charts are drawn by the pages of this server.',
  'metrics/run':
    'It runs neither models nor code of others: a metric is computed by the client and sent with its event.',
  'metrics/run_metric':
    'It runs neither models nor code of others: a metric is computed by the client and sent with its event.',
  queues: 'Annotation queues have no meaning here: nobody annotates events in this server.',
  tools: 'Tools have no meaning here: this server calls none.',
};
