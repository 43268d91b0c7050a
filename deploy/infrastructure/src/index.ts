export { freePort, isFree } from './free-port.ts';
export { startMongo } from './mongo-server.ts';
export { natsConfiguration, startNats } from './nats-server.ts';
export { isWritablePrimary, replicaSetName } from './replica-set.ts';
export type { Server } from './server.ts';
export { type ServerBinaries, serverBinaries } from './server-binaries.ts';
export { startTestInfrastructure, type TestInfrastructure } from './test-infrastructure.ts';
