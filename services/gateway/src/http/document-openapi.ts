import swagger, { type SwaggerTransform, type SwaggerTransformObject } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Schemas of a body that the handler reads itself, by media type. */
    rawContent?: Record<string, z.ZodType> | undefined;
  }
}

/** The OpenAPI 3.1 document, made from the schemas that requests are checked by: /openapi.json, and as a page /docs. */
export async function documentOpenApi(app: FastifyInstance): Promise<void> {
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
    routePrefix: '/docs',
    staticCSP: true,
    // The page's validator would send the document to a host on the internet.
    uiConfig: { validatorUrl: null, docExpansion: 'list', persistAuthorization: false },
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

const transform: SwaggerTransform = (document) => {
  const transformed = jsonSchemaTransform(document as never) as ReturnType<SwaggerTransform>;
  const content = document.route.config?.rawContent;
  if (!content) return transformed;
  const media = Object.entries(content).map(([type, schema]) => [type, { schema: bodySchema(schema) }]);
  return { ...transformed, schema: { ...transformed.schema, body: { content: Object.fromEntries(media) } } };
};

/** Schemas with a name are those of answers; their variants for requests are left out. */
const transformObject: SwaggerTransformObject = (document) => {
  const transformed = jsonSchemaTransformObject(document as never) as OpenApi;
  const { schemas = {} } = transformed.components ?? {};
  for (const name of Object.keys(schemas)) if (name.endsWith('Input')) delete schemas[name];
  return transformed as ReturnType<SwaggerTransformObject>;
};

type OpenApi = { components?: { schemas?: Record<string, object> } };

function bodySchema(schema: z.ZodType): object {
  const { $schema, ...json } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return json;
}
