/**
 * The version of the messages between services (`ce-schemaversion`; 1 if absent). An added field is not a new version:
 * a service that does not know it skips it. A new version is one that the previous release would misread.
 */
export const MESSAGE_VERSION = 1;

/**
 * Why this release cannot process a message; undefined where it can: the message has this version or the previous one.
 */
export function unreadableVersion(stated: string | undefined): string | undefined {
  const version = stated === undefined || stated === '' ? 1 : Number(stated);
  if (version === MESSAGE_VERSION || version === MESSAGE_VERSION - 1) return undefined;
  return `its version (ce-schemaversion) is ${stated}, and this release reads ${MESSAGE_VERSION} and the one before: start the release that published it, or a later one, and send it again`;
}
