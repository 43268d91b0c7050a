import type { Db } from 'mongodb';

/** A separate database, empty at first. */
export type Peer = { readonly database: Db };

/**
 * An action on a database. Its result must be the same on a real server and in memory; times, and ids that a driver
 * makes, are left out of it.
 */
export type Case = (peer: Peer) => Promise<unknown>;
