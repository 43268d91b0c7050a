export {
  type Channels,
  type LastPublished,
  openService,
  type ServiceDefinition,
  type ServiceParts,
  type ServiceRuntime,
  type Shared,
} from './open-service.ts';
export { type Operated, operationsService, type Republish } from './operations.ts';
export { startOpsServer } from './ops-http.ts';
export { failToStart, giveMemoryBack, runService, stopOnSignal } from './service.ts';
