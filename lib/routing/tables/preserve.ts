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
    to: ['error', 'metadata.honeyhive_error'],
    note: 'Two homes: the field error, before the span status, and the original key.',
    source: '4.1 A, #2',
  },
  {
    from: 'honeyhive.project',
    when: 'text',
    to: ['metadata.honeyhive.project'],
    copies: ['metadata.traceloop.association.properties.project'],
    note: 'The original key is demanded. The traceloop key is filled too, but its presence alone proves nothing, because clients send it themselves; the field project is set for every event.',
    source: '4.1 A, #3',
  },
  {
    from: 'honeyhive.source',
    when: 'text',
    to: ['metadata.honeyhive.source'],
    copies: ['source', 'metadata.traceloop.association.properties.source'],
    note: 'As honeyhive.project.',
    source: '4.1 A, #4',
  },
  {
    from: 'honeyhive.session_id',
    when: 'text',
    to: ['metadata.honeyhive.session_id'],
    note: 'The original key is demanded; the field session_id is set for every event.',
    source: '4.1 A, #5',
  },
];

const FAILED_REQUEST: RoutingRule = {
  from: 'http.status_code',
  when: 'http-failure',
  to: ['metadata.status_code'],
  copies: ['error'],
  note: 'Stays in metadata, and is the error of a span that names no other. Real events have it in error only.',
  source: '4.3, own',
};

const LLM_TWICE: RoutingRule = {
  ...LLM_TO_CONFIG,
  to: ['config.*', 'metadata.llm.*'],
  note: `${LLM_TO_CONFIG.note} The first report demands the original key in metadata as well.`,
  source: '4.3, #12, #14, test 2 of the first report',
};

/** What the first report demands: keys are routed and kept. The default, as backend and as contract. */
export const preserve: RoutingTable = {
  name: 'preserve',
  description: 'Route every key and keep contested ones under their original name too, as the first report demands.',
  rules: [
    ...CONTESTED_RULES,
    ...EVENT_RULES,
    ...NAMESPACE_RULES,
    ...ASSOCIATION_RULES,
    FAILED_REQUEST,
    ...MODEL_RULES,
    ...OTHER_RULES,
    LLM_TWICE,
    DEFAULT_RULE,
  ],
  announces: ADDED_BY_ROUTER,
};
