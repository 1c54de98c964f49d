import { createDocument } from 'zod-openapi';
import manifest from '../../package.json';
import { COMPARE_PATHS } from './openapi/compare';
import { DATA_PLANE_PATHS } from './openapi/data-plane';
import { DELIVERIES_PATHS } from './openapi/deliveries';
import { KEYS_PATHS } from './openapi/keys';
import { PROJECTS_PATHS } from './openapi/projects';
import { RUNS_PATHS } from './openapi/runs';
import { SESSIONS_PATHS } from './openapi/sessions';
import { SNAPSHOTS_PATHS } from './openapi/snapshots';

/** A schema that says nothing stands for any JSON value. */
const ANYTHING = { allowEmptySchema: { custom: true } } as const;

/** The OpenAPI 3.1 description of everything but OTLP, made from the same schemas that check it. */
export function openApiDocument(): ReturnType<typeof createDocument> {
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: manifest.name,
        version: manifest.version,
        description:
          'Ids in paths are percent-encoded. Times are RFC 3339, nanoseconds are decimal strings. Every refusal is an ' +
          'RFC 9457 document. A known path with another method answers 405, an unknown one 404.',
      },
      tags: [
        {
          name: 'JSON API',
          description: 'An id in a path that is empty, `.`, `..` or begins with `~` gets a `~` in front.',
        },
        {
          name: 'HoneyHive data plane',
          description:
            'What clients of HoneyHive call. Every path is served without `/v1`, too, as older clients ask for it; some ' +
            'answers have their older form then. Unknown members are ignored unless the schema says that there may be ' +
            'none, and `null` counts as absent. Lists in queries may be written `ids=a&ids=b` or `ids[]=a&ids[]=b`, and ' +
            'what is no plain value as JSON text. What HoneyHive offers and this server does not (charts, queues, tools, ' +
            'running metrics) answers 501 with the reason.',
        },
      ],
      paths: {
        ...PROJECTS_PATHS,
        ...RUNS_PATHS,
        ...COMPARE_PATHS,
        ...SNAPSHOTS_PATHS,
        ...SESSIONS_PATHS,
        ...DELIVERIES_PATHS,
        ...KEYS_PATHS,
        ...DATA_PLANE_PATHS,
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    ANYTHING,
  );
}
