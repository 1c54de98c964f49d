import { compareRuns } from './checks/compare-runs.js';
import { enrichSession, enrichSpan, enrichSpanById } from './checks/enrichment.js';
import { evaluateNested, protobufGzip } from './checks/evaluate-nested.js';
import {
  evaluateAsync,
  externalDataset,
  managedDataset,
  moduleLevelSpan,
  raisingFunction,
  stringOutputs,
  userThreads,
} from './checks/evaluate-variants.js';
import { createEvent, updateEvent } from './checks/events.js';
import { EXPORT_ENVIRONMENT, exportOperators } from './checks/export-operators.js';
import { manageDatasets, manageRuns } from './checks/manage.js';
import { severalEvaluators } from './checks/several-evaluators.js';
import { twoTracers } from './checks/two-tracers.js';

const PROTOBUF_GZIP = {
  HH_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
};

/**
 * The catalogue. Each program is `programs/<program ?? name>.py` and `.mjs`; its `check` reads what it left behind.
 * `notOffered` says, by name or language of a client, why there is nothing to run.
 */
export const PROGRAMS = [
  { name: 'evaluate-nested', check: evaluateNested },
  { name: 'several-evaluators', check: severalEvaluators },
  { name: 'user-threads', check: userThreads, notOffered: { npm: 'JavaScript has no threads that share a tracer' } },
  { name: 'evaluate-async', check: evaluateAsync },
  { name: 'module-level-span', check: moduleLevelSpan },
  { name: 'external-dataset', check: externalDataset },
  { name: 'managed-dataset', check: managedDataset },
  { name: 'string-outputs', check: stringOutputs },
  { name: 'raising-function', check: raisingFunction },
  { name: 'protobuf-gzip', program: 'evaluate-nested', check: protobufGzip, environment: PROTOBUF_GZIP },
  { name: 'enrich-span', check: enrichSpan },
  {
    name: 'enrich-span-by-id',
    check: enrichSpanById,
    notOffered: {
      npm: 'enrichSpan() takes no event id',
      'py-preview': 'event_id names the current span’s event; there is no enrichment by id yet',
    },
  },
  { name: 'enrich-session', check: enrichSession },
  { name: 'two-tracers', check: twoTracers },
  { name: 'create-event', check: createEvent },
  { name: 'update-event', check: updateEvent },
  { name: 'export-operators', check: exportOperators, environment: EXPORT_ENVIRONMENT },
  { name: 'compare-runs', check: compareRuns },
  { name: 'manage-runs', check: manageRuns },
  { name: 'manage-datasets', check: manageDatasets },
];
