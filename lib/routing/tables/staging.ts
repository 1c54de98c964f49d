import type { RoutingRule, RoutingTable } from '../table';
import { FAILED_REQUEST_IS_ERROR } from './route-only';
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

/** After the association rules: where client and table disagree about a traceloop key, the client's own value stays. */
const OBSERVED_RULES: readonly RoutingRule[] = [
  {
    from: 'honeyhive_error',
    when: 'not-blank',
    to: ['error'],
    prefixWith: 'honeyhive_error_type',
    note: 'Only the field error, as "Type: text" when a type is sent.',
    source: '4.1 staging, test 1 of the first report',
  },
  {
    from: 'honeyhive.project',
    when: 'text',
    to: ['metadata.traceloop.association.properties.project'],
    note: 'Only under the traceloop key.',
    source: '4.1 staging, test 7 of the first report',
  },
  {
    from: 'honeyhive.source',
    when: 'text',
    to: ['metadata.traceloop.association.properties.source'],
    copies: ['source'],
    note: 'Only under the traceloop key.',
    source: '4.1 staging, test 7 of the first report',
  },
  {
    from: 'honeyhive.session_id',
    when: 'text',
    to: ['session_id'],
    note: 'Only the field session_id.',
    source: '4.1 staging, test 3 of the first report',
  },
  ...['inputs', 'outputs', 'config', 'metadata'].map((bucket) => ({
    from: `honeyhive.${bucket}.*`,
    to: [`${bucket}.*`],
    note: 'Routed to the bucket; the first report suspected it.',
    source: '4.1 staging, test 6 of the first report',
  })),
];

/** What the first report observed, so that its failures can be reproduced. */
export const staging: RoutingTable = {
  name: 'staging',
  description: 'What the first report saw on staging: contested keys lose their original name.',
  rules: [
    ...EVENT_RULES,
    ...NAMESPACE_RULES,
    ...ASSOCIATION_RULES,
    ...OBSERVED_RULES,
    FAILED_REQUEST_IS_ERROR,
    ...MODEL_RULES,
    ...OTHER_RULES,
    LLM_TO_CONFIG,
    DEFAULT_RULE,
  ],
  announces: ADDED_BY_ROUTER,
};
