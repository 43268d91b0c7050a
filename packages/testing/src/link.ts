/** The connection of a simulated process to a server. The simulation decides when, and whether, a promise settles. */
export type Link = {
  /**
   * Awaited before a command takes effect at the server, and again before its response arrives. For MongoDB also by a
   * write that waits for another's transaction ("update waits"), as often as it finds it still open, and before a
   * transaction runs again ("retry"). It never settles for a process that died.
   */
  enter(command: string): Promise<void>;
};
