export { MappingFault, type Preset, parseMapping, presets, presetText } from '../mapping/load-mapping.ts';
export type { Mapping } from '../mapping/mapping-document.ts';
export { IMPORT_LIMITS } from './import-limits.ts';
export { readDirectory } from './read-directory.ts';
export {
  type RegisterCounts,
  type RegisterOptions,
  type RegisterReading,
  readRegister,
} from './read-register.ts';
export type { RowOutcome } from './read-row.ts';
export type { Recognised } from './recognised.ts';
export { type TableRows, tableRows } from './table-rows.ts';
