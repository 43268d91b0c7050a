export type { Change } from './judge-batch.ts';
export {
  REGISTER_KINDS,
  type RecordDocument,
  type RegisterCollections,
  recordId,
  unknownRecord,
} from './record-document.ts';
export { Register, type RegisterDefinition } from './register.ts';
export { registerService } from './register-service.ts';
export { startRegister } from './start-register.ts';
