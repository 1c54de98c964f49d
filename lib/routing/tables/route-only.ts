import type { RoutingRule, RoutingTable } from '../table';
import {
  ADDED_BY_ROUTER,
  ASSOCIATION_RULES,
  DEFAULT_RULE,
  EVENT_RULES,
  LLM_TO_CONFIG,
  MODEL_RULES,
  NAMESPACE_RULES,
  OTHER_RULES,
} from './shared-rules';

const CONTESTED_RULES: readonly RoutingRule[] = [
  {
    from: 'honeyhive_error',
    when: 'not-blank',
    to: ['error'],
    note: 'Only the field error, before the span status.',
    source: '4.1 B, #1',
  },
  {
    from: 'honeyhive.project',
    when: 'text',
    to: ['project'],
    note: 'Only the field project.',
    source: '4.1 B, #3',
  },
  {
    from: 'honeyhive.project_name',
    when: 'text',
    to: ['project'],
    note: 'Only the field project.',
    source: '4.1 B, 4.2',
  },
  { from: 'honeyhive.source', when: 'text', to: ['source'], note: 'Only the field source.', source: '4.1 B, #4' },
  {
    from: 'honeyhive.session_id',
    when: 'text',
    to: ['session_id'],
    note: 'Only the field session_id.',
    source: '4.1 B, #5',
  },
];

/** Shared with the staging table. */
export const FAILED_REQUEST_IS_ERROR: RoutingRule = {
  from: 'http.status_code',
  when: 'http-failure',
  to: ['error'],
  yieldsToStatus: true,
  note: 'The status is the error, as text; not in metadata.',
  source: '4.3',
};

/** What upstream settled on later. */
export const routeOnly: RoutingTable = {
  name: 'route-only',
  description: 'Route each key to one place and keep no copies, as upstream does since October 2025.',
  rules: [
    ...CONTESTED_RULES,
    ...EVENT_RULES,
    ...NAMESPACE_RULES,
    ...ASSOCIATION_RULES,
    FAILED_REQUEST_IS_ERROR,
    ...MODEL_RULES,
    ...OTHER_RULES,
    LLM_TO_CONFIG,
    DEFAULT_RULE,
  ],
  announces: ADDED_BY_ROUTER,
};
