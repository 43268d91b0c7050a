import type mongoose from 'mongoose';

/** A database of its own, empty at first. */
export type Peer = { readonly database: mongoose.Connection };

/**
 * Something that is done to a database. Whatever it answers must be the same on a real server and in memory; times, and ids
 * that a driver makes, are left out of it.
 */
export type Case = (peer: Peer) => Promise<unknown>;
