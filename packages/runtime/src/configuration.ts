import { z } from 'zod';

/** Everything that is wrong with a service's environment, by variable name, so that an operator mends it in one go. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}

const ADDRESS = 'host:port, such as 127.0.0.1:50051 (port 0: any free one)';

export const address = z.string().regex(/^[^\s:]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, { error: ADDRESS });

/** The variables that every service understands. Everything listens on loopback unless told otherwise. */
export const sharedVariables = {
  GRPC_ADDRESS: address.default('127.0.0.1:0'),
  OPS_ADDRESS: address.default('127.0.0.1:0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
};

export const mongoVariables = {
  MONGO_URL: z.string({ error: 'a mongodb:// address of a replica set' }).regex(/^mongodb(\+srv)?:\/\/\S+$/, {
    error: 'a mongodb:// address of a replica set',
  }),
};

export const natsVariables = {
  NATS_URL: z.string({ error: 'a nats:// or tls:// address' }).regex(/^(nats|tls):\/\/\S+$/, {
    error: 'a nats:// or tls:// address',
  }),
};

export function readConfiguration<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: NodeJS.ProcessEnv = process.env,
): z.output<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.keys(shape).map((name) => [name, environment[name] || undefined]));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data as z.output<z.ZodObject<Shape>>;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigurationError(
    `The configuration is not right. Set these environment variables:\n${lines.join('\n')}`,
  );
}
