import { INT64_MAX } from './otlp-as-python-sends-it';

/** What the upstream tests set on their spans. */

// biome-ignore lint/suspicious/noApproximativeNumericConstant: it is what they send.
const FLOAT = 3.14159;

/** Case 2, what keeps its type. */
export const FLAT_TYPES = {
  'attr.string': 'test_string_value',
  'attr.long_string': 'a'.repeat(500),
  'attr.int': 42,
  'attr.float': FLOAT,
  'attr.bool_true': true,
  'attr.bool_false': false,
};

export const HIGH_CARDINALITY = {
  'test.cardinality_verification': 'true',
  ...FLAT_TYPES,
  'attr.large_int': INT64_MAX,
  'llm.request.model': 'gpt-4',
  'llm.request.temperature': 0.7,
  'llm.response.tokens.prompt': 100,
  'llm.response.tokens.completion': 200,
  'llm.response.tokens.total': 300,
  ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`dynamic.attr_${i}`, `value_${i}`])),
};

/** Case 6. */
export const COMPREHENSIVE = {
  'test.type': 'comprehensive_backend_verification',
  'test.comprehensive': true,
  'honeyhive.inputs.prompt': 'Test prompt for comprehensive verification',
  'honeyhive.inputs.model': 'test-model',
  'honeyhive.inputs.temperature': 0.7,
  'honeyhive.outputs.response': 'Test response',
  'honeyhive.outputs.tokens_used': 100,
  'honeyhive.outputs.cost': 0.001,
  'honeyhive.metadata.model.provider': 'test',
  'honeyhive.metadata.model.version': '1.0',
  'honeyhive.config.max_tokens': 150,
  'honeyhive.config.retry_count': 3,
};

/** Case 7. */
export const LIFECYCLE = {
  'test.string_attr': 'string_value',
  'test.int_attr': 42,
  'test.float_attr': FLOAT,
  'test.bool_attr': true,
  'test.array_attr': ['item1', 'item2', 'item3'],
  'test.nested.level1': 'nested_value',
  'test.nested.level2.deep': 'deep_nested_value',
  'test.updated_attr': 'final_value',
  'test.special_chars': 'unicode: 🚀 emoji: ✅ symbols: @#$%',
  'test.long_attr': 'x'.repeat(1000),
  'honeyhive.test_type': 'span_attributes_lifecycle',
};

/** Case 8: attributes with the names of events; the test makes no span events. */
export const EVENT_LIKE = {
  'events.operation_started': true,
  'events.data_processing.input_size': 1024,
  'events.data_processing.processing_type': 'batch',
  'events.complex_operation.config.batch_size': 32,
  'events.complex_operation.config.timeout': 30,
  'events.complex_operation.metrics.accuracy': 0.95,
  'events.complex_operation.metrics.latency': 150.5,
  'events.complex_operation.metadata.version': '1.0.0',
  'events.complex_operation.metadata.environment': 'test',
  'events.processing_steps_count': 3,
  'events.processing_steps.total_duration_ms': 80,
  'events.error_handled.error_type': 'ValidationError',
  'events.error_handled.error_message': 'Test validation error',
  'events.error_handled.recovery_action': 'retry_with_defaults',
  'events.operation_completed.total_duration_ms': 200,
  'events.operation_completed.result_status': 'success',
  'events.operation_completed.events_added': 7,
};
