export { BACKED_SERVICES, credentialVariables, mongoAdminUrl, type ServerAccess } from './credentials.ts';
export { killProcesses } from './end-processes.ts';
export { programOf } from './programs/build-programs.ts';
export { type Replica, startReplica } from './replica.ts';
export type { OtherServers } from './services.ts';
export { type RunningSystem, type SystemOptions, startSystem } from './start-system.ts';
export { type Stopped, stopSystem } from './stop-system.ts';
export { localOperator, migrateStreams, type Operator, type StreamState } from './streams.ts';
export { type PartStatus, type SystemStatus, systemStatus } from './system-status.ts';
