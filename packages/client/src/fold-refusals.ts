import { readFileSync } from 'node:fs';

// Used between the gateway, which prints the OpenAPI document, and openapi-typescript: `pnpm run gen:client` at the
// root.

const REFUSAL = { $ref: '#/components/responses/Refusal' };

type Response = { content?: Record<string, { schema?: unknown }> };
type Document = {
  components: Record<string, object>;
  webhooks?: object;
  paths: Record<string, Record<string, { responses: Record<string, Response | typeof REFUSAL> }>>;
};

/** Every refusal has the same form. With one definition of it the types are a third as long; a client receives no webhooks. */
function withOneRefusal(document: Document): Document {
  const { webhooks: _, ...copy } = structuredClone(document);
  let refusal: Response | undefined;
  for (const operation of Object.values(copy.paths).flatMap((path) => Object.values(path)))
    for (const [status, response] of Object.entries(operation.responses)) {
      if (!('content' in response) || !response.content?.['application/problem+json']) continue;
      refusal ??= { content: response.content };
      operation.responses[status] = REFUSAL;
    }
  copy.components['responses'] = { Refusal: { description: 'Why not (RFC 9457).', ...refusal } };
  return copy;
}

process.stdout.write(JSON.stringify(withOneRefusal(JSON.parse(readFileSync(0, 'utf8')) as Document)));
