import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../domain/attributes';
import type { Span } from '../domain/span';
import { aSpan, attributesOf } from '../testing/a-span';
import { judgeCustody } from './judge-custody';
import { routeSpan } from './route-span';
import { ROUTING_TABLES } from './tables';
import { preserve } from './tables/preserve';
import { routeOnly } from './tables/route-only';

/**
 * The numbered pairs of the mapping reference (honeyhive-system.md 4.5). Not covered, because several keys or the type
 * of the span decide one value there: 40 to 42 (payloads of Google ADK) and the joining of several contents in 43. Such
 * keys are kept under their own name by the default rule.
 */
interface Pair {
  readonly name: string;
  readonly sent: Readonly<Record<string, AttributeValue>>;
  readonly span?: Partial<Span>;
  readonly stored: object;
  /** Keys that metadata must not have. */
  readonly absent?: readonly string[];
}

const MESSAGES = '[{"role":"user","content":"hi"}]';
const READ_MESSAGES = [{ role: 'user', content: 'hi' }];

const EVERY_TABLE: readonly Pair[] = [
  {
    name: '6 custom metadata',
    sent: { 'honeyhive_metadata.model': 'gpt-4', 'honeyhive_metadata.temperature': 0.7 },
    stored: { metadata: { model: 'gpt-4', temperature: 0.7 } },
  },
  { name: '7 custom metric', sent: { 'honeyhive_metrics.tokens': 100n }, stored: { metrics: { tokens: 100 } } },
  {
    name: '8 output',
    sent: { 'honeyhive_outputs.response': 'Test' },
    stored: { outputs: { response: 'Test' } },
  },
  {
    name: '9 all namespaces of a model event',
    sent: {
      'honeyhive_config.model': 'gpt-4',
      'honeyhive_config.temperature': 0.7,
      'honeyhive_inputs.chat_history': MESSAGES,
      'honeyhive_outputs.messages': MESSAGES,
      'honeyhive_metadata.prompt_tokens': 10n,
      honeyhive_event_type: 'model',
    },
    stored: {
      event_type: 'model',
      config: { model: 'gpt-4', temperature: 0.7 },
      inputs: { chat_history: MESSAGES },
      outputs: { messages: MESSAGES },
      metadata: { prompt_tokens: 10, honeyhive_event_type: 'model' },
    },
  },
  {
    name: '10 OpenInference model call',
    sent: {
      'llm.model_name': 'gpt-4',
      'llm.temperature': 0.7,
      'llm.input_messages': MESSAGES,
      'llm.output_messages': MESSAGES,
      'llm.token_count.prompt': 10n,
      'llm.token_count.completion': 5n,
    },
    stored: {
      event_type: 'model',
      config: { model: 'gpt-4', temperature: 0.7 },
      inputs: { chat_history: READ_MESSAGES },
      outputs: { messages: READ_MESSAGES },
      metadata: { prompt_tokens: 10, completion_tokens: 5 },
    },
  },
  {
    name: '11 input and output tokens',
    sent: { 'gen_ai.request.model': 'm', 'gen_ai.usage.input_tokens': 10n, 'gen_ai.usage.output_tokens': 5n },
    stored: { config: { model: 'm' }, metadata: { prompt_tokens: 10, completion_tokens: 5 } },
  },
  {
    name: '12 llm parameters',
    sent: {
      'llm.provider': 'openai',
      'llm.max_tokens': 9n,
      'llm.top_p': 0.5,
      'llm.frequency_penalty': 0.1,
      'llm.presence_penalty': 0.2,
    },
    stored: {
      config: { provider: 'openai', max_tokens: 9, top_p: 0.5, frequency_penalty: 0.1, presence_penalty: 0.2 },
    },
  },
  { name: '13 llm prompts', sent: { 'llm.prompts': 'p' }, stored: { inputs: { prompts: 'p' } } },
  {
    name: '14 other llm keys go to config, the newer reading',
    sent: { 'llm.request.model': 'gpt-4', 'llm.response.tokens.total': 300n },
    stored: { config: { 'request.model': 'gpt-4', 'response.tokens.total': 300 } },
  },
  {
    name: '15 gen_ai model call, its completion as output',
    sent: {
      'gen_ai.system': 'anthropic',
      'gen_ai.request.model': 'claude-3',
      'gen_ai.request.temperature': 0.7,
      'gen_ai.prompt': MESSAGES,
      'gen_ai.completion': 'hello',
      'gen_ai.usage.prompt_tokens': 10n,
      'gen_ai.usage.completion_tokens': 15n,
    },
    stored: {
      event_type: 'model',
      config: { provider: 'anthropic', model: 'claude-3', temperature: 0.7 },
      inputs: { chat_history: READ_MESSAGES },
      outputs: { messages: 'hello' },
      metadata: { prompt_tokens: 10, completion_tokens: 15 },
    },
  },
  {
    name: '16 text parts are joined',
    sent: {
      'ai.prompt.messages': '[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]',
    },
    stored: { inputs: { chat_history: [{ role: 'user', content: 'ab' }] } },
  },
  {
    name: '17 gen_ai.input event',
    sent: {},
    span: {
      events: [
        {
          name: 'gen_ai.input',
          timeUnixNano: 1n,
          attributes: attributesOf({ messages: MESSAGES }),
          droppedAttributesCount: null,
        },
      ],
    },
    stored: { inputs: { chat_history: READ_MESSAGES }, metadata: { instrumentor: 'strands' } },
  },
  {
    name: '18 tool inputs and outputs',
    sent: {
      'tool.inputs.query': 'q',
      'tool.inputs.max_results': 10n,
      'tool.outputs.results': ['r'],
      'tool.outputs.count': 5n,
    },
    stored: {
      event_type: 'tool',
      inputs: { query: 'q', max_results: 10 },
      outputs: { results: ['r'], count: 5 },
    },
  },
  {
    name: '19 functions',
    sent: { 'llm.input_messages': MESSAGES, 'llm.tools': '[{"name":"f"}]' },
    stored: { inputs: { chat_history: READ_MESSAGES, functions: [{ name: 'f' }] } },
  },
  {
    name: '20 HTTP call',
    sent: { 'http.url': 'https://x.test', 'http.method': 'GET', 'http.status_code': 200n },
    stored: {
      error: null,
      inputs: { url: 'https://x.test' },
      metadata: { 'http.method': 'GET', status_code: 200 },
    },
  },
  {
    name: '21 token usage',
    sent: {
      'gen_ai.usage.prompt_tokens': 667n,
      'gen_ai.usage.completion_tokens': 567n,
      'gen_ai.usage.total_tokens': 1234n,
    },
    stored: { metadata: { prompt_tokens: 667, completion_tokens: 567, total_tokens: 1234 } },
  },
  {
    name: '22 OpenInference output message',
    sent: {
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.content': 'c',
      'llm.output_messages.0.message.finish_reason': 'stop',
    },
    stored: { outputs: { role: 'assistant', content: 'c', finish_reason: 'stop' } },
  },
  {
    name: '23 gen_ai completion',
    sent: {
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.completion.0.content': 'c',
      'gen_ai.completion.0.finish_reason': 'stop',
    },
    stored: { outputs: { role: 'assistant', content: 'c', finish_reason: 'stop' } },
  },
  {
    name: '24 tool calls stay dotted keys, arguments JSON text',
    sent: {
      'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'call_1',
      'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'f',
      'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments': '{"a":1}',
    },
    stored: {
      outputs: { 'tool_calls.0.id': 'call_1', 'tool_calls.0.name': 'f', 'tool_calls.0.arguments': '{"a":1}' },
    },
  },
  {
    name: '25 input messages by index',
    sent: {
      'llm.input_messages.0.message.role': 'system',
      'llm.input_messages.0.message.content': 's',
      'llm.input_messages.1.message.role': 'user',
      'llm.input_messages.1.message.content': 'u',
    },
    stored: {
      inputs: {
        chat_history: [
          { role: 'system', content: 's' },
          { role: 'user', content: 'u' },
        ],
      },
    },
  },
  {
    name: '25 gen_ai prompts by index',
    sent: { 'gen_ai.prompt.0.role': 'user', 'gen_ai.prompt.0.content': 'u' },
    stored: { event_type: 'model', inputs: { chat_history: [{ role: 'user', content: 'u' }] } },
  },
  {
    name: '26 tool message',
    sent: { 'llm.input_messages.0.message.role': 'tool', 'llm.input_messages.0.message.tool_call_id': 'call_1' },
    stored: { inputs: { chat_history: [{ role: 'tool', tool_call_id: 'call_1' }] } },
  },
  {
    name: '27 empty content stays null',
    sent: { 'llm.output_messages.0.message.content': null },
    stored: { outputs: { content: null } },
  },
  {
    name: '28 total tokens are computed',
    sent: { 'gen_ai.usage.input_tokens': 15n, 'gen_ai.usage.output_tokens': 8n },
    stored: { metadata: { prompt_tokens: 15, completion_tokens: 8, total_tokens: 23 } },
  },
  {
    name: '29 request type, as llm.request_type',
    sent: { 'llm.request_type': 'chat' },
    stored: { metadata: { 'llm.request.type': 'chat' } },
  },
  {
    name: '29 request type, as gen_ai.request.type',
    sent: { 'gen_ai.request.type': 'chat' },
    stored: { metadata: { 'llm.request.type': 'chat' } },
  },
  {
    name: '30 API base',
    sent: { 'gen_ai.openai.api_base': 'b' },
    stored: { metadata: { 'gen_ai.openai.api_base': 'b' } },
  },
  {
    name: '31 response model and fingerprint',
    sent: { 'gen_ai.response.model': 'm', 'gen_ai.response.system_fingerprint': 'f' },
    stored: { metadata: { response_model: 'm', system_fingerprint: 'f' } },
  },
  {
    name: '32 gen_ai messages',
    sent: {
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"hi"}]}]',
      'gen_ai.output.messages': '[{"role":"assistant","parts":[]}]',
    },
    stored: {
      inputs: { chat_history: [{ role: 'user', parts: [{ type: 'text', content: 'hi' }] }] },
      outputs: { messages: [{ role: 'assistant', parts: [] }] },
    },
  },
  {
    name: '33 max_tokens keeps its name, the newer reading',
    sent: { 'gen_ai.request.max_tokens': 1000n },
    stored: { config: { max_tokens: 1000 } },
  },
  {
    name: '34 request parameters',
    sent: {
      'gen_ai.request.top_p': 0.9,
      'gen_ai.request.top_k': 4n,
      'gen_ai.request.frequency_penalty': 0.1,
      'gen_ai.request.presence_penalty': 0.2,
      'gen_ai.request.stop_sequences': ['x'],
      'gen_ai.request.seed': 7n,
    },
    stored: {
      config: { top_p: 0.9, top_k: 4, frequency_penalty: 0.1, presence_penalty: 0.2, stop_sequences: ['x'], seed: 7 },
    },
  },
  {
    name: '35 response id and finish reasons',
    sent: { 'gen_ai.response.id': 'r', 'gen_ai.response.finish_reasons': ['stop'] },
    stored: { metadata: { response_id: 'r', finish_reasons: ['stop'] } },
  },
  {
    name: '36 tool call',
    sent: {
      'gen_ai.tool.call.id': 'i',
      'gen_ai.tool.call.arguments': '{"a":1}',
      'gen_ai.tool.call.result': 'ok',
      'gen_ai.tool.name': 'f',
    },
    stored: {
      metadata: { tool_call_id: 'i', tool_name: 'f' },
      inputs: { tool_arguments: '{"a":1}' },
      outputs: { tool_result: 'ok' },
    },
  },
  {
    name: '37 cache tokens',
    sent: { 'gen_ai.usage.cache_creation_input_tokens': 3n, 'gen_ai.usage.cache_read_input_tokens': 4n },
    stored: { metadata: { cache_creation_input_tokens: 3, cache_read_input_tokens: 4 } },
  },
  {
    name: '38 agent',
    sent: { 'gen_ai.agent.name': 'n', 'gen_ai.agent.description': 'd', 'gen_ai.operation.name': 'chat' },
    stored: {
      metadata: { agent_name: 'n', operation_name: 'chat' },
      config: { agent_name: 'n', agent_description: 'd' },
    },
  },
  {
    name: '39 cost and latency',
    sent: { 'gen_ai.usage.cost': 0.01, 'gen_ai.server.ttft': 12n, 'gen_ai.server.tbt': 3n },
    stored: { metrics: { cost: 0.01, ttft_ms: 12, tbt_ms: 3 } },
  },
  {
    name: '43 contents of a message stay with it, not joined',
    sent: { 'llm.input_messages.0.message.contents.0.message_content.text': 't' },
    stored: { inputs: { chat_history: [{ 'contents.0.message_content.text': 't' }] } },
  },
  {
    name: '44 session and user for information',
    sent: { 'session.id': 'other', 'user.id': 'u' },
    stored: { session_id: 'session-1', metadata: { session_id: 'other', user_id: 'u' } },
  },
  {
    name: '45 flat test keys keep type and length',
    sent: {
      'test.string_attr': 's',
      'test.int_attr': 42n,
      'test.float_attr': 2.5,
      'test.bool_attr': true,
      'test.array_attr': ['a', 1n],
      'test.nested.level1': 'v1',
      'test.nested.level2.deep': 'v2',
      'test.special_chars': '🚀 ä "quoted"',
      'test.long_attr': 'x'.repeat(1000),
    },
    stored: {
      metadata: {
        'test.string_attr': 's',
        'test.int_attr': 42,
        'test.float_attr': 2.5,
        'test.bool_attr': true,
        'test.array_attr': ['a', 1],
        'test.nested.level1': 'v1',
        'test.nested.level2.deep': 'v2',
        'test.special_chars': '🚀 ä "quoted"',
        'test.long_attr': 'x'.repeat(1000),
      },
    },
  },
  {
    name: '46 unknown honeyhive key',
    sent: { 'honeyhive.test_type': 'span_attributes_lifecycle' },
    stored: { metadata: { 'honeyhive.test_type': 'span_attributes_lifecycle' } },
  },
  {
    name: '48 64-bit integer',
    sent: { 'attr.large_int': 9223372036854775807n },
    stored: { metadata: { 'attr.large_int': 9223372036854775807n } },
  },
  {
    name: '49 exception events, by index',
    sent: {},
    span: {
      events: ['ValueError', 'KeyError'].map((type) => ({
        name: 'exception',
        timeUnixNano: 5n,
        attributes: attributesOf({ 'exception.type': type, 'exception.message': 'm', 'exception.stacktrace': 't' }),
        droppedAttributesCount: null,
      })),
    },
    stored: {
      metadata: {
        '_event.exception.0._name': 'exception',
        '_event.exception.0._timestamp': '5',
        '_event.exception.0.exception.type': 'ValueError',
        '_event.exception.0.exception.message': 'm',
        '_event.exception.0.exception.stacktrace': 't',
        '_event.exception.1.exception.type': 'KeyError',
      },
    },
  },
];

const TWINS = {
  'traceloop.association.properties.project': 'sdk',
  'traceloop.association.properties.source': 'pytest',
};

const PRESERVE: readonly Pair[] = [
  {
    name: '2 error in both homes',
    sent: { honeyhive_error: 'Intentional test error', honeyhive_error_type: 'ValueError' },
    stored: {
      error: 'Intentional test error',
      metadata: { honeyhive_error: 'Intentional test error', honeyhive_error_type: 'ValueError' },
    },
  },
  {
    name: '3 project under both keys',
    sent: { 'honeyhive.project': 'sdk' },
    stored: { metadata: { 'honeyhive.project': 'sdk', 'traceloop.association.properties.project': 'sdk' } },
  },
  {
    name: '4 source under both keys and as a field',
    sent: { 'honeyhive.source': 'pytest', ...TWINS },
    stored: { source: 'pytest', metadata: { 'honeyhive.source': 'pytest', ...TWINS } },
  },
  {
    name: '5 session id kept',
    sent: { 'honeyhive.session_id': 'session-1' },
    stored: { session_id: 'session-1', metadata: { 'honeyhive.session_id': 'session-1' } },
  },
  {
    name: '47 dotted namespaces stay flat',
    sent: {
      'honeyhive.inputs.prompt': 'p',
      'honeyhive.outputs.response': 'Test response',
      'honeyhive.metadata.model.provider': 'test',
      'honeyhive.config.max_tokens': 150n,
    },
    stored: {
      metadata: {
        'honeyhive.inputs.prompt': 'p',
        'honeyhive.outputs.response': 'Test response',
        'honeyhive.metadata.model.provider': 'test',
        'honeyhive.config.max_tokens': 150,
      },
    },
  },
];

const ROUTE_ONLY: readonly Pair[] = [
  {
    name: '1 error in its field only',
    sent: { honeyhive_error: 'Custom user-provided error message' },
    stored: { error: 'Custom user-provided error message' },
    absent: ['honeyhive_error'],
  },
  {
    name: '3 project as a field only',
    sent: { 'honeyhive.project': 'project-1', ...TWINS },
    stored: { project: 'project-1' },
    absent: ['honeyhive.project'],
  },
  {
    name: '4 source as a field only',
    sent: { 'honeyhive.source': 'pytest', ...TWINS },
    stored: { source: 'pytest' },
    absent: ['honeyhive.source'],
  },
  {
    name: '5 session id as a field only',
    sent: { 'honeyhive.session_id': 'session-1' },
    stored: { session_id: 'session-1' },
    absent: ['honeyhive.session_id'],
  },
  { name: '47 dotted namespaces stay flat', sent: PRESERVE[4]?.sent ?? {}, stored: PRESERVE[4]?.stored ?? {} },
];

const CASES = [
  ...[...ROUTING_TABLES.values()].flatMap((table) => EVERY_TABLE.map((pair) => ({ table, pair }))),
  ...PRESERVE.map((pair) => ({ table: preserve, pair })),
  ...ROUTE_ONLY.map((pair) => ({ table: routeOnly, pair })),
].map((row) => ({ ...row, name: row.pair.name, tableName: row.table.name }));

describe('pairs of the mapping reference', () => {
  it.each(CASES)('$tableName, pair $name', ({ table, pair }) => {
    const span = aSpan({ ...pair.span, attributes: attributesOf(pair.sent) });
    const event = routeSpan(span, table, { sessionId: 'session-1', project: 'project-1' });
    expect(event).toMatchObject(pair.stored);
    for (const key of pair.absent ?? []) expect(event.metadata).not.toHaveProperty([key]);
    const ledger = judgeCustody(span, event, table);
    expect(ledger.entries.map(({ key, state }) => [key, state])).toEqual(
      Object.keys(pair.sent).map((key) => [key, 'preserved']),
    );
    expect(ledger.added).toEqual([]);
  });
});
