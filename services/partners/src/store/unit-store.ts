import { lookupKeysOf, normalisedUnit } from '@duixian/formats/unit-directory';
import { RpcError, rpcStatus, type Session } from '@duixian/runtime';
import { canonicalJson, LIMITS } from '@duixian/values';
import type { NamedParty, UnitProposal } from '../domain/unit-proposal.ts';
import type { Collections, UnitProposalDocument } from './collections.ts';

/** The unit directory and its proposals, in the transaction of a change. */
export class UnitStore {
  readonly #collections: Collections;
  readonly #session: Session;

  constructor(collections: Collections, session: Session) {
    this.#collections = collections;
    this.#session = session;
  }

  async proposal(id: string): Promise<UnitProposal | undefined> {
    const found = await this.#collections.unitProposals.findOne({ _id: id }, { session: this.#session });
    return found ? unitProposalFrom(found) : undefined;
  }

  /** The acts keep its units; what was rejected keeps its id alone, which never names anything else. */
  async saveProposal({ id, terms, ...rest }: UnitProposal, hash: string): Promise<void> {
    const { unitProposals } = this.#collections;
    const units = rest.status === 'proposed' ? [...terms.units] : [];
    const content = { ...rest, source: terms.source, units, hash };
    const replaced = await unitProposals.replaceOne({ _id: id }, content, { session: this.#session });
    if (replaced.matchedCount > 0) return;
    const decided = { status: { $ne: 'rejected' } } as const;
    mustHaveRoom('unitProposals', await unitProposals.countDocuments(decided, { session: this.#session }), 1);
    await unitProposals.insertOne({ _id: id, ...content }, { session: this.#session });
  }

  async hashOf(id: string): Promise<string | undefined> {
    return (await this.#collections.unitProposals.findOne({ _id: id }, { session: this.#session }))?.hash;
  }

  /** Puts the units of a confirmed proposal into the directory, each under its next version; answers what they are found by. */
  async confirm(
    { id, terms, proposedBy, document }: UnitProposal,
    confirmedBy: string,
    at: Date,
  ): Promise<string[]> {
    const { units } = this.#collections;
    const byId = new Map(terms.units.map((entry) => [unitId(terms.source, entry), entry]));
    const held = new Map<string, number>();
    const filter = { _id: { $in: [...byId.keys()] } };
    for await (const { _id, version } of units.find(filter, { session: this.#session }))
      held.set(_id, version);
    const all = await units.countDocuments({}, { session: this.#session });
    mustHaveRoom('units', all, byId.size - held.size);
    const writes = [...byId].map(([_id, { unit, party }]) => {
      const content = { unit: normalisedUnit(unit), party, keys: lookupKeysOf({ ...party, unit }) };
      const how = { proposal: id, document, proposedBy, confirmedBy, at };
      const replacement = { source: terms.source, ...content, ...how, version: (held.get(_id) ?? 0) + 1 };
      return { replaceOne: { filter: { _id }, replacement, upsert: true } };
    });
    await units.bulkWrite(writes, { session: this.#session });
    return [...byId.values()].flatMap(({ unit, party }) => lookupKeysOf({ ...party, unit }));
  }
}

function mustHaveRoom(name: 'units' | 'unitProposals', held: number, more: number): void {
  const { most, of } = LIMITS[name];
  if (more === 0 || held + more <= most) return;
  const detail = `over-limit: there are ${held} ${of} already, and no more than ${most} are kept`;
  throw new RpcError(rpcStatus.FAILED_PRECONDITION, detail);
}

function unitProposalFrom({ _id, source, units, ...rest }: UnitProposalDocument): UnitProposal {
  const { hash, ...proposal } = rest;
  return { id: _id, terms: { source, units }, ...proposal };
}

/** One per source, code or name, and division: a name may be that of two units in two cities. */
function unitId(source: string, { unit, party }: NamedParty): string {
  return canonicalJson([source, normalisedUnit(unit), party.divisionCode ?? party.country ?? '']);
}
