/**
 * Lists everything that is wrong with a service's environment, by variable name, so that an operator can fix it all at
 * once.
 */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}
