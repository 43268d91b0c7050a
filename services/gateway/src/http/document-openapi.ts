import { openApiWebhooks, type RawBody } from '@duixian/api';
import swagger, { type SwaggerTransform, type SwaggerTransformObject } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A body that the handler reads itself. */
    rawBody?: RawBody | undefined;
  }
}

/** The OpenAPI 3.1 document, made from the schemas that check requests: /openapi.json, and as a page /docs/api. */
export async function documentOpenApi(app: FastifyInstance, limit: onRequestAsyncHookHandler): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Duixian 兑现',
        version: '1',
        description: 'Facts in; entitlements, orders and their reasons out. Amounts are integer fen (分).',
      },
      components: {
        securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key with scopes.' } },
      },
    },
    transform,
    transformObject,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs/api',
    uiHooks: { onRequest: limit as never },
    staticCSP: true,
    // The page's validator would send the document to an external host.
    uiConfig: { validatorUrl: null, docExpansion: 'list', persistAuthorization: false },
  });
  const shown = { exposeHeadRoute: true, schema: { hide: true }, onRequest: limit };
  app.get('/openapi.json', shown, () => app.swagger());
}

const transform: SwaggerTransform = (document) => {
  const transformed = jsonSchemaTransform(document as never) as ReturnType<SwaggerTransform>;
  const content = document.route.config?.rawBody?.content;
  if (!content) return transformed;
  const media = Object.entries(content).map(([type, schema]) => [type, { schema: bodySchema(schema) }]);
  return { ...transformed, schema: { ...transformed.schema, body: { content: Object.fromEntries(media) } } };
};

/** Schemas with a name are those of answers; their variants for requests are left out. */
const transformObject: SwaggerTransformObject = (document) => {
  const transformed = jsonSchemaTransformObject(document as never) as OpenApi;
  const { schemas = {} } = transformed.components ?? {};
  const answered = Object.entries(schemas).filter(([name]) => !name.endsWith('Input'));
  // Sorted by name, so that the order of imports does not change the document.
  if (transformed.components)
    transformed.components.schemas = Object.fromEntries(
      answered.sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  const operations = Object.values(transformed.paths ?? {}).flatMap((path) => Object.values(path));
  for (const { responses } of operations)
    for (const [status, headers] of Object.entries(HEADERS)) {
      const response = responses[status];
      if (response) response.headers = headers;
    }
  return { ...transformed, webhooks: openApiWebhooks() } as ReturnType<SwaggerTransformObject>;
};

const retryAfter = {
  'Retry-After': {
    required: true,
    description: 'After how many seconds to come again.',
    schema: { type: 'integer', minimum: 0 },
  },
};

/** Headers of a status, whichever endpoint answers it. */
const HEADERS: Record<string, object> = {
  401: {
    'WWW-Authenticate': {
      required: true,
      description: 'RFC 6750: no key was sent, or one that is not known.',
      schema: { type: 'string' },
    },
  },
  429: retryAfter,
  503: retryAfter,
};

type OpenApi = {
  components?: { schemas?: Record<string, object> };
  paths?: Record<string, Record<string, { responses: Record<string, { headers?: object } | undefined> }>>;
};

function bodySchema(schema: z.ZodType): object {
  const { $schema, ...json } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return json;
}
