export { addressOf } from './address-of.ts';
export {
  type AnswerOf,
  type ApiClient,
  apiClient,
  type BodyOf,
  type Method,
  type ParametersOf,
  type PathOf,
} from './api-client.ts';
export { commandHeaders, hasKey, sendCommand } from './send-command.ts';
