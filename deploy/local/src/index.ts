export { type DataFolder, dataFolder } from './data-folder.ts';
export { killProcesses } from './end-processes.ts';
export { asFileProblem } from './file-problem.ts';
export { readLocalKeys } from './local-keys.ts';
export { EXIT_CODES, Problem } from './problem.ts';
export { type RunningSystem, type SystemOptions, startSystem } from './start-system.ts';
export { type Stopped, stopSystem } from './stop-system.ts';
export { readSystemState } from './system-state.ts';
export { type PartStatus, type SystemStatus, systemStatus } from './system-status.ts';
