/**
 * The version of the messages that services say to each other (`ce-schemaversion`; without it, 1). A field that is added is
 * no new version: who does not know it skips it. A new version is one that the release before reads wrongly.
 */
export const MESSAGE_VERSION = 1;

/** Why this release cannot take a message; undefined where it can: it is of this version or of the one before. */
export function unreadableVersion(stated: string | undefined): string | undefined {
  const version = stated === undefined || stated === '' ? 1 : Number(stated);
  if (version === MESSAGE_VERSION || version === MESSAGE_VERSION - 1) return undefined;
  return `its version (ce-schemaversion) is ${stated}, and this release reads ${MESSAGE_VERSION} and the one before: start the release that said it, or a later one, and send it again`;
}
