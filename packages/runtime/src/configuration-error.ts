/** Everything that is wrong with a service's environment, by variable name, so that an operator mends it in one go. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}
