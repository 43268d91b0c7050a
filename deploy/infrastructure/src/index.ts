export { freePort, isFree } from './free-port.ts';
export { type MongoCluster, startMongo, startMongoCluster } from './mongo-server.ts';
export { natsConfiguration, natsTag, startNats } from './nats-server.ts';
export { isWritablePrimary, replicaSetName } from './replica-set.ts';
export type { Server } from './server.ts';
export { type ServerBinaries, serverBinaries } from './server-binaries.ts';
export { type ClusterMember, startTestCluster, type TestCluster } from './test-cluster.ts';
export { startTestInfrastructure, type TestInfrastructure } from './test-infrastructure.ts';
