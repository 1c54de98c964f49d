import type { RoutingRule } from '../table';

/** Rules that every built-in table has, in groups; numbers are the pairs of honeyhive-system.md 4.5. */

/** What a client says about the event itself. */
export const EVENT_RULES: readonly RoutingRule[] = [
  {
    from: 'honeyhive_event_type',
    when: 'event-type',
    to: ['event_type', 'metadata.honeyhive_event_type'],
    note: 'Decides the event type; a copy stays in metadata. Other values than the four event types stay in metadata only.',
    source: '4.2, #9',
  },
  {
    from: 'honeyhive_event_name',
    when: 'text',
    to: ['event_name'],
    note: 'Replaces the name of the span.',
    source: '4.2',
  },
  {
    from: 'honeyhive_event_id',
    when: 'uuid',
    to: ['event_id'],
    note: 'Written by update_event_id. What is no UUID can not name an event and stays in metadata.',
    source: '4.2',
  },
  {
    from: 'honeyhive.parent_id',
    when: 'text',
    to: ['metadata.honeyhive.parent_id'],
    copies: ['parent_id'],
    note: 'Clients write it from baggage, so all spans below inherit it: it may name the parent of a span without a parent span, never replace one. The reference says root parent_id only.',
    source: '4.2, own',
  },
];

const TOKEN_COUNTS = [
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
  'input_tokens',
  'output_tokens',
  'reasoning_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
  'cache_write_input_tokens',
];

/** The namespaces of the clients, with an underscore after `honeyhive`. */
export const NAMESPACE_RULES: readonly RoutingRule[] = [
  {
    from: 'honeyhive_metadata.ground_truth',
    to: ['feedback.ground_truth'],
    note: 'Ground truth is read from feedback only, so it is moved there.',
    source: '4.2',
  },
  {
    from: 'honeyhive_metadata.ground_truth.*',
    to: ['feedback.ground_truth.*'],
    note: 'Ground truth is read from feedback only, so it is moved there.',
    source: '4.2',
  },
  {
    from: 'honeyhive_metadata.*',
    to: ['metadata.*'],
    note: 'Prefix stripped; run_id, dataset_id and datapoint_id travel here.',
    source: '4.2, #6, #9',
  },
  ...TOKEN_COUNTS.map((count) => ({
    from: `honeyhive_metrics.${count}`,
    to: [`metadata.${count}`],
    note: 'Token counts belong to metadata, so that sessions can sum them.',
    source: '4.2',
  })),
  { from: 'honeyhive_metrics.*', to: ['metrics.*'], note: 'Prefix stripped.', source: '4.2, #7' },
  { from: 'honeyhive_inputs.*', to: ['inputs.*'], note: 'Prefix stripped, arrays rebuilt.', source: '4.2, 4.4, #9' },
  {
    from: 'honeyhive_outputs',
    when: 'text',
    to: ['outputs'],
    note: 'Outputs may be a bare text; it yields to keyed outputs.',
    source: '4.2',
  },
  { from: 'honeyhive_outputs.*', to: ['outputs.*'], note: 'Prefix stripped, arrays rebuilt.', source: '4.2, 4.4, #8' },
  { from: 'honeyhive_config.*', to: ['config.*'], note: 'Prefix stripped.', source: '4.2, #9' },
  { from: 'honeyhive_feedback.*', to: ['feedback.*'], note: 'Prefix stripped.', source: '4.2' },
  { from: 'honeyhive_user_properties.*', to: ['user_properties.*'], note: 'Prefix stripped.', source: '4.2' },
];

/** The ids as the TypeScript client spells them, and what else arrives under its prefix. */
export const ASSOCIATION_RULES: readonly RoutingRule[] = [
  ...['run_id', 'dataset_id', 'datapoint_id', 'disable_http_tracing'].map((name) => ({
    from: `traceloop.association.properties.${name}`,
    to: [`metadata.${name}`],
    note: 'The spelling of the TypeScript client; honeyhive_metadata goes first where both are sent.',
    source: '4.2',
  })),
  {
    from: 'traceloop.association.properties.source',
    when: 'text',
    to: ['metadata.traceloop.association.properties.source'],
    copies: ['source'],
    note: 'Kept under its full key; names the source of the event unless honeyhive.source does.',
    source: '4.2',
  },
  {
    from: 'traceloop.association.properties.*',
    to: ['metadata.traceloop.association.properties.*'],
    flat: true,
    note: 'Kept under its full key.',
    source: '4.2',
  },
];

/** Model calls: OpenTelemetry `gen_ai`, OpenInference and Traceloop `llm`, Vercel `ai`. */
export const MODEL_RULES: readonly RoutingRule[] = [
  {
    from: 'gen_ai.usage.prompt_tokens',
    to: ['metadata.prompt_tokens'],
    note: 'Tokens belong to metadata, not to metrics.',
    source: '4.3, #15, #21',
  },
  {
    from: 'gen_ai.usage.completion_tokens',
    to: ['metadata.completion_tokens'],
    note: 'Tokens belong to metadata, not to metrics.',
    source: '4.3, #15, #21',
  },
  {
    from: 'gen_ai.usage.input_tokens',
    to: ['metadata.prompt_tokens'],
    copies: ['metadata.input_tokens'],
    note: 'The pairs say prompt_tokens, the registry input_tokens: the first is demanded, the second announced.',
    source: '#11, #28, 4.6',
  },
  {
    from: 'gen_ai.usage.output_tokens',
    to: ['metadata.completion_tokens'],
    copies: ['metadata.output_tokens'],
    note: 'The pairs say completion_tokens, the registry output_tokens: the first is demanded, the second announced.',
    source: '#11, #28, 4.6',
  },
  { from: 'gen_ai.usage.cost', to: ['metrics.cost'], note: 'Cost and timing are metrics.', source: '#39' },
  {
    from: 'gen_ai.usage.*',
    to: ['metadata.*'],
    note: 'Two segments stripped; cache token counts keep their names.',
    source: '4.3, #21, #37',
  },
  { from: 'gen_ai.server.ttft', to: ['metrics.ttft_ms'], note: 'Time to first token.', source: '#39' },
  { from: 'gen_ai.server.tbt', to: ['metrics.tbt_ms'], note: 'Time between tokens.', source: '#39' },
  { from: 'gen_ai.provider.name', to: ['config.provider'], note: 'Newer name of gen_ai.system.', source: '4.6' },
  { from: 'gen_ai.system', to: ['config.provider'], note: 'The registry says metadata.system.', source: '#15' },
  {
    from: 'gen_ai.request.type',
    to: ['metadata.llm.request.type'],
    note: 'Renamed to the Traceloop key.',
    source: '#29',
  },
  {
    from: 'gen_ai.request.*',
    to: ['config.*'],
    note: 'Two segments stripped. max_tokens keeps its name: an older pair renames it to max_completion_tokens, the later router has one rule for the whole prefix.',
    source: '4.3, #11, #15, #33, #34',
  },
  {
    from: 'gen_ai.prompt',
    to: ['inputs.chat_history'],
    as: 'chat-messages',
    note: 'JSON text is read.',
    source: '#15',
  },
  {
    from: 'gen_ai.prompt.*',
    to: ['inputs.chat_history.*'],
    omit: ['message'],
    note: 'One message per index.',
    source: '#25',
  },
  {
    from: 'gen_ai.completion',
    to: ['outputs.messages'],
    as: 'chat-messages',
    note: 'One pair files prompt and completion together as chat history; with the indexed keys (22 to 24) the completion is output, so it is here too.',
    source: '#15, #23',
  },
  {
    from: 'gen_ai.completion.0.*',
    to: ['outputs.*'],
    omit: ['tool_call', 'function'],
    flat: true,
    note: 'The first choice is the output; tool calls stay dotted keys, their arguments JSON text.',
    source: '4.4, #23, #24',
  },
  {
    from: 'gen_ai.completion.*',
    to: ['outputs.messages.*'],
    note: 'Further choices; the reference is silent about them.',
    source: 'own',
  },
  {
    from: 'gen_ai.input.messages',
    to: ['inputs.chat_history'],
    as: 'json',
    note: 'JSON text is read; parts stay.',
    source: '#32',
  },
  {
    from: 'gen_ai.output.messages',
    to: ['outputs.messages'],
    as: 'json',
    note: 'JSON text is read; parts stay.',
    source: '#32',
  },
  { from: 'gen_ai.response.model', to: ['metadata.response_model'], note: 'Renamed.', source: '#31' },
  { from: 'gen_ai.response.system_fingerprint', to: ['metadata.system_fingerprint'], note: 'Renamed.', source: '#31' },
  { from: 'gen_ai.response.id', to: ['metadata.response_id'], note: 'Renamed.', source: '#35' },
  { from: 'gen_ai.response.finish_reason', to: ['metadata.finish_reason'], note: 'Renamed.', source: '#35' },
  { from: 'gen_ai.response.finish_reasons', to: ['metadata.finish_reasons'], note: 'Renamed.', source: '#35' },
  { from: 'gen_ai.tool.call.id', to: ['metadata.tool_call_id'], note: 'Renamed.', source: '#36' },
  { from: 'gen_ai.tool.call.arguments', to: ['inputs.tool_arguments'], note: 'Renamed.', source: '#36' },
  { from: 'gen_ai.tool.call.result', to: ['outputs.tool_result'], note: 'Renamed.', source: '#36' },
  {
    from: 'gen_ai.tool.name',
    to: ['metadata.tool_name'],
    note: 'One source says config.tool_name; the registry says metadata.',
    source: '#36',
  },
  {
    from: 'gen_ai.agent.name',
    to: ['metadata.agent_name'],
    copies: ['config.agent_name'],
    note: 'Demanded in metadata, announced in config.',
    source: '#38',
  },
  { from: 'gen_ai.agent.description', to: ['config.agent_description'], note: 'Renamed.', source: '#38' },
  { from: 'gen_ai.operation.name', to: ['metadata.operation_name'], note: 'Renamed.', source: '#38' },
  {
    from: '_event.gen_ai.input.0.messages',
    to: ['inputs.chat_history'],
    as: 'chat-messages',
    note: 'The messages of a span event named gen_ai.input.',
    source: '#17',
  },
  { from: 'llm.model_name', to: ['config.model'], note: 'Renamed.', source: '#10' },
  { from: 'llm.token_count.prompt', to: ['metadata.prompt_tokens'], note: 'Renamed.', source: '#10' },
  { from: 'llm.token_count.completion', to: ['metadata.completion_tokens'], note: 'Renamed.', source: '#10' },
  { from: 'llm.token_count.total', to: ['metadata.total_tokens'], note: 'Renamed.', source: '4.6' },
  {
    from: 'llm.input_messages',
    to: ['inputs.chat_history'],
    as: 'chat-messages',
    note: 'JSON text is read.',
    source: '#10, #19',
  },
  {
    from: 'llm.input_messages.*',
    to: ['inputs.chat_history.*'],
    omit: ['message', 'tool_call', 'function'],
    note: 'One message per index, without the segment message.',
    source: '#25, #26',
  },
  {
    from: 'llm.output_messages',
    to: ['outputs.messages'],
    as: 'chat-messages',
    note: 'JSON text is read.',
    source: '#10',
  },
  {
    from: 'llm.output_messages.0.message.*',
    to: ['outputs.*'],
    omit: ['tool_call', 'function'],
    flat: true,
    note: 'The first message is the output; tool calls stay dotted keys, their arguments JSON text.',
    source: '#22, #24, #27',
  },
  {
    from: 'llm.output_messages.*',
    to: ['outputs.messages.*'],
    omit: ['message', 'tool_call', 'function'],
    note: 'Further messages; the reference is silent about them.',
    source: 'own',
  },
  { from: 'llm.prompts', to: ['inputs.prompts'], note: 'Renamed.', source: '#13' },
  { from: 'llm.tools', to: ['inputs.functions'], as: 'json', note: 'JSON text is read.', source: '#19' },
  { from: 'llm.request_type', to: ['metadata.llm.request.type'], note: 'Renamed.', source: '#29' },
  { from: 'llm.request.type', to: ['metadata.llm.request.type'], note: 'Kept under its full key.', source: '#29' },
  {
    from: 'ai.prompt.messages',
    to: ['inputs.chat_history'],
    as: 'chat-messages',
    note: 'JSON text is read, text parts are joined.',
    source: '#16',
  },
  { from: 'ai.settings.*', to: ['config.*'], note: 'Two segments stripped.', source: '4.3' },
  { from: 'ai.model.*', to: ['config.*'], note: 'Two segments stripped.', source: '4.3' },
  { from: 'ai.usage.*', to: ['metadata.*'], note: 'Two segments stripped.', source: '4.3' },
  { from: 'ai.telemetry.*', to: ['metadata.*'], note: 'Two segments stripped.', source: '4.3' },
  { from: 'ai.response.*', to: ['outputs.*'], note: 'Two segments stripped.', source: '4.3' },
];

/** Tools, HTTP and the rest of the simplified router. */
export const OTHER_RULES: readonly RoutingRule[] = [
  { from: 'tool.inputs.*', to: ['inputs.*'], note: 'Two segments stripped.', source: '4.3, #18' },
  { from: 'tool.outputs.*', to: ['outputs.*'], note: 'Two segments stripped.', source: '4.3, #18' },
  { from: 'gpu.*', to: ['metrics.*'], note: 'One segment stripped.', source: '4.3' },
  { from: 'http.status_code', to: ['metadata.status_code'], note: 'Below 400.', source: '4.3' },
  { from: 'http.url', to: ['inputs.url'], note: 'Renamed.', source: '4.3, #20' },
  {
    from: 'http.method',
    to: ['metadata.http.method'],
    note: 'Real events keep the full key; the design text says method.',
    source: '4.3, #20',
  },
  { from: 'session.id', to: ['metadata.session_id'], note: 'For information; names the session last.', source: '#44' },
  { from: 'user.id', to: ['metadata.user_id'], note: 'For information.', source: '#44' },
  {
    from: 'ground_truth',
    to: ['feedback.ground_truth'],
    note: 'Ground truth is read from feedback only, so it is moved there.',
    source: '4.2',
  },
  {
    from: 'ground_truth.*',
    to: ['feedback.ground_truth.*'],
    note: 'Ground truth is read from feedback only, so it is moved there.',
    source: '4.2',
  },
];

/** An `llm` key without a rule of its own, in the newer of two readings. */
export const LLM_TO_CONFIG: RoutingRule = {
  from: 'llm.*',
  to: ['config.*'],
  note: 'One segment stripped. An older proposal sends llm.request to config, llm.response to outputs and the rest to metadata; the missing metadata of high-cardinality spans shows that the newer rule is in force.',
  source: '4.3, #12, #14',
};

/** Every other key, under its own name. `_event.*` too: stripped of its first segment it would meet clients' own keys. */
export const DEFAULT_RULE: RoutingRule = {
  from: '*',
  to: ['metadata.*'],
  flat: true,
  note: 'Kept under its full key.',
  source: '4.2, 4.3, #30, #45, #46, #47, #48, #49',
};

/**
 * What the router adds by itself (4.2, 4.3, #28). Resource attributes are not among it: nothing documents a place for
 * them, and metadata is where clients look for what they sent on the span.
 */
export const ADDED_BY_ROUTER: readonly string[] = [
  'metadata.trace_id',
  'metadata.span_id',
  'metadata.parent_span_id',
  'metadata.has_otlp_lineage',
  'metadata.instrumentor',
  'metadata.scope.name',
  'metadata.scope.version',
  'metadata.total_tokens',
  'metadata._event.*',
];
