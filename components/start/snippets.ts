export interface Snippet {
  readonly id: string;
  readonly label: string;
  /** One line above the code: what it needs. */
  readonly note: string;
  readonly code: string;
}

/** What the lines must name. */
export interface Connection {
  /** This server as the browser sees it, without a slash at the end. */
  readonly baseUrl: string;
  /** Its OTLP receiver. */
  readonly otlpUrl: string;
  /** It has keys; else it takes any. */
  readonly hasKeys: boolean;
}

/** The lines that point a client here. */
export function connectionSnippets({ baseUrl, otlpUrl, hasKeys }: Connection): readonly Snippet[] {
  const key = hasKeys ? 'YOUR_KEY' : 'any';
  // The key names the project already.
  const otlpHeader = hasKeys ? `authorization=Bearer%20${key}` : 'x-project=my-project';
  return [
    {
      id: 'python',
      label: 'Python (HoneyHive)',
      note: 'pip install honeyhive. Two variables point it here; your evaluate() stays as it is.',
      code: `import os
os.environ["HH_API_URL"] = "${baseUrl}"
os.environ["HH_API_KEY"] = "${key}"
from honeyhive import evaluate

def answer(datapoint):
    return {"text": datapoint["inputs"]["question"].upper()}

evaluate(function=answer,
         dataset=[{"inputs": {"question": "where is my bag?"}}])`,
    },
    {
      id: 'typescript',
      label: 'TypeScript (HoneyHive)',
      note: 'npm install honeyhive@1.0.42. It sends run calls to its own host whatever serverUrl says: the second line brings them here.',
      code: `import { evaluate } from 'honeyhive';

const send = globalThis.fetch;
const redirect = (url) => url.replace('https://api.honeyhive.ai', '${baseUrl}');
globalThis.fetch = (input, init) =>
  input instanceof Request ? send(new Request(redirect(input.url), input), init) : send(redirect(String(input)), init);

await evaluate({
  function: async (inputs) => ({ text: inputs.question.toUpperCase() }),
  dataset: [{ inputs: { question: 'where is my bag?' } }],
  name: 'first run', project: 'my-project', apiKey: '${key}', serverUrl: '${baseUrl}',
});`,
    },
    {
      id: 'opentelemetry',
      label: 'OpenTelemetry',
      note: 'Any SDK with an OTLP/HTTP exporter, protobuf or JSON.',
      code: `export OTEL_EXPORTER_OTLP_ENDPOINT=${otlpUrl}
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_HEADERS=${otlpHeader}

# Spans belong to a run when they carry its ids as attributes:
#   honeyhive.session_id
#   honeyhive_metadata.run_id
#   honeyhive_metadata.dataset_id
#   honeyhive_metadata.datapoint_id
# then start your program as always`,
    },
  ];
}
