import { randomUUID } from 'node:crypto';
import type { Collection } from 'mongodb';
import type { EndpointDocument } from '../endpoint-documents.ts';

const LEASE_MS = 10_000;
const RENEWED_BEFORE_MS = 6_000;

/** Which endpoints this process sends to: each has one process at a time, and another one after ten seconds of silence. */
export class Leases {
  readonly #endpoints: Collection<EndpointDocument>;
  readonly #holder = randomUUID();

  constructor(endpoints: Collection<EndpointDocument>) {
    this.#endpoints = endpoints;
  }

  /** Takes those that are free, and answers all that are held. */
  async hold(now: Date): Promise<EndpointDocument[]> {
    const inUse = { state: { $ne: 'disabled' as const } };
    const lease = { holder: this.#holder, until: new Date(now.getTime() + LEASE_MS) };
    const soon = new Date(now.getTime() + RENEWED_BEFORE_MS);
    const free = [{ lease: null }, { 'lease.until': { $lte: now } }];
    const own = { 'lease.holder': this.#holder, 'lease.until': { $lte: soon } };
    await this.#endpoints.updateMany({ ...inUse, $or: [...free, own] }, { $set: { lease } });
    const held = { ...inUse, 'lease.holder': this.#holder, 'lease.until': { $gt: now } };
    return this.#endpoints.find(held).sort({ _id: 1 }).toArray();
  }

  /** Finds an endpoint only while this process holds it, and nobody has changed it. */
  filterOf({ _id, changes }: EndpointDocument) {
    return { _id, changes, 'lease.holder': this.#holder };
  }

  async release(): Promise<void> {
    await this.#endpoints.updateMany({ 'lease.holder': this.#holder }, { $set: { lease: null } });
  }
}
