/** How a simulated process meets the world. Whoever simulates decides when, and whether, a promise settles. */
export type Link = {
  /**
   * Awaited before anything takes effect there, and again before anything comes back; of MongoDB also by a write that waits for another's
   * transaction ("update waits"), as often as it finds it still open, and before a transaction runs again ("retry"). Of a
   * process that died it never settles.
   */
  enter(command: string): Promise<void>;
};
