// What a data folder holds and what a command says of it: apart from what starts a system, which takes far longer to
// load.
export { type DataFolder, dataFolder } from './data-folder.ts';
export { asFileProblem } from './file-problem.ts';
export { type LocalKeys, readLocalKeys } from './local-keys.ts';
export { EXIT_CODES, Problem } from './problem.ts';
export { readSystemState, type SystemState } from './system-state.ts';
