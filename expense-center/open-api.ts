import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  validatorCompiler,
} from 'fastify-type-provider-zod';

const description = `Money and bills of customers: recharge, buy and redeem, choose how each workspace pays, and understand every cent of every bill.

Amounts are strings in the account's currency, times ISO 8601 in UTC, days \`YYYY-MM-DD\` in the center's zone. Lists answer \`rows\` and, where there are more, \`next\`: the \`after\` of the next page. Every write needs an \`Idempotency-Key\` of the caller's own and stands in the audit trail with who, what, when and from where. What goes wrong is a problem (RFC 9457).`;

const bearer = {
  type: 'http',
  scheme: 'bearer',
  description: 'A token of `settle token create`, of the account’s owner, or of `npm start`',
} as const;

/**
 * The schemas that validate requests are those that the document is made of. Answers are typed by
 * theirs and written as they are: to look each answer through would cost more than to make it.
 */
export async function describeApi(
  app: FastifyInstance,
  { docs }: { docs: boolean },
): Promise<void> {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => JSON.stringify);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Expense center', version: '1.0.0', description },
      servers: [{ url: '/' }],
      components: { securitySchemes: { bearer } },
    },
    transform: jsonSchemaTransform,
    transformObject: withComponents,
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, (_request, reply) =>
    reply.send(app.swagger()),
  );
  if (!docs) return;
  // Loaded only where it is shown: its files are large.
  const { default: swaggerUi } = await import('@fastify/swagger-ui');
  await app.register(swaggerUi, { routePrefix: '/api/docs' });
}

/** The components that answers name; their twins for requests, which none does, are left out. */
function withComponents(
  ...[given]: Parameters<typeof jsonSchemaTransformObject>
): ReturnType<typeof jsonSchemaTransformObject> {
  const document = jsonSchemaTransformObject(given);
  const schemas = 'components' in document ? (document.components?.schemas ?? {}) : {};
  for (const name of Object.keys(schemas))
    if (name.endsWith('Input')) Reflect.deleteProperty(schemas, name);
  return document;
}
