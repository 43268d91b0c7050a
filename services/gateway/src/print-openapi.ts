import { createLogger } from '@duixian/runtime';
import { metrics } from '@opentelemetry/api';
import { buildGateway } from './gateway.ts';

// Prints the OpenAPI document, from which packages/client is generated. No service is needed: the document is made of
// routes alone.

const gateway = await buildGateway({
  keyring: {} as never,
  services: {} as never,
  log: createLogger('gateway', 'silent'),
  meter: metrics.getMeter('gateway'),
  requestsPerMinute: 1,
});
process.stdout.write(JSON.stringify(gateway.swagger()));
await gateway.close();
