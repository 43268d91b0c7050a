import type { partnersEventsV1 } from '@duixian/proto';
import { RpcError, rpcStatus, type Session } from '@duixian/runtime';
import type { Authorization } from '@duixian/values';
import { canonicalJson, defined, LIMITS, type Limit, NO_STEPS } from '@duixian/values';
import type { Collection } from 'mongodb';
import type { HandingOver } from '../domain/handing-over.ts';
import { type Key, statusOf } from '../domain/key.ts';
import { folded } from '../domain/name.ts';
import { nextVersion } from '../domain/next-version.ts';
import { newPerson, type Person } from '../domain/person.ts';
import { type Refused, refused } from '../domain/refusal.ts';
import { isInSight, newSource, type Source } from '../domain/source.ts';
import type { Collections, RegistryDocument } from './collections.ts';
import { rejectedHandingOver } from './rejected-handing-over.ts';
import { UnitStore } from './unit-store.ts';
import { WaitingStore } from './waiting-store.ts';

/** The limit of each collection. */
const LIMIT_OF = {
  sources: 'sources',
  handingsOver: 'handingsOver',
  persons: 'persons',
  keys: 'keys',
} as const;

/**
 * Everything that one change reads and writes, in its transaction. The registry's document is written first:
 * two changes at the same instant conflict there, and the later one runs again on the result of the earlier
 * one.
 */
export class UnitOfWork {
  readonly collections: Collections;
  readonly session: Session;
  readonly at: Date;
  readonly registry: RegistryDocument;
  readonly units: UnitStore;
  readonly waiting: WaitingStore;
  /** What has to be published to registers. */
  readonly changes: partnersEventsV1.PartnersChanged = { sources: [], handingsOver: [] };

  private constructor(collections: Collections, session: Session, registry: RegistryDocument) {
    this.collections = collections;
    this.session = session;
    this.registry = registry;
    this.at = collections.clock.now();
    this.units = new UnitStore(collections, session);
    this.waiting = new WaitingStore(collections, session);
  }

  static async begin(collections: Collections, session: Session): Promise<UnitOfWork> {
    const registry = await collections.registry.findOneAndUpdate(
      { _id: 'registry' },
      { $inc: { changes: 1 } },
      { session, returnDocument: 'after' },
    );
    return new UnitOfWork(collections, session, defined(registry, 'the registry is made at the start'));
  }

  async source(uri: string): Promise<Source> {
    const found = await this.collections.sources.findOne({ _id: uri }, { session: this.session });
    return found ? sourceFrom(found) : { ...newSource(uri), steps: await this.#stepsAfter(`source/${uri}`) };
  }

  /** The URI of another source that differs by case alone. */
  async lookAlike(uri: string): Promise<string | undefined> {
    const filter = { foldedUri: folded(uri), _id: { $ne: uri } };
    const found = await this.collections.sources.findOne(filter, { session: this.session });
    return found?._id;
  }

  forgetSource(uri: string): Promise<void> {
    return this.#forget('sources', uri);
  }

  async saveSource({ uri, ...rest }: Source): Promise<void> {
    await this.#save('sources', uri, { ...rest, foldedUri: folded(uri) });
  }

  async handingOver(id: string): Promise<HandingOver | undefined> {
    const found = await this.collections.handingsOver.findOne({ _id: id }, { session: this.session });
    return found ? handingOverFrom(found) : rejectedHandingOver(id, await this.#actsOf(`handing-over/${id}`));
  }

  /** The id of a rejected one never names anything else: its acts record what it was. */
  forgetHandingOver(id: string): Promise<void> {
    return this.#forget('handingsOver', id);
  }

  async saveHandingOver({ id, ...rest }: HandingOver): Promise<void> {
    await this.#save('handingsOver', id, rest);
  }

  async person(id: string): Promise<Person> {
    const found = await this.collections.persons.findOne({ _id: id }, { session: this.session });
    return found ? personFrom(found) : { ...newPerson(id), steps: await this.#stepsAfter(`person/${id}`) };
  }

  forgetPerson(id: string): Promise<void> {
    return this.#forget('persons', id);
  }

  async savePerson({ id, ...rest }: Person): Promise<void> {
    const names = [rest.standing?.name, rest.steps.waiting?.content.name].flatMap((name) => name ?? []);
    // A person without a name in force or waiting keeps the id in its place: ids are unique too.
    const foldedNames = names.length > 0 ? [...new Set(names.map(folded))] : [`\u0000${id}`];
    await this.#save('persons', id, { ...rest, foldedNames });
  }

  /** Id of another person whose name folds to the same text, in force or waiting. */
  async nameTakenBy(name: string, id: string): Promise<string | undefined> {
    const filter = { foldedNames: folded(name), _id: { $ne: id } };
    const found = await this.collections.persons.findOne(filter, { session: this.session });
    return found?._id;
  }

  /** Those of these sources that are in force or proposed. */
  async sourcesInSight(uris: readonly string[]): Promise<Set<string>> {
    const filter = { _id: { $in: [...uris] } };
    const found = await this.collections.sources.find(filter, { session: this.session }).toArray();
    return new Set(
      found
        .map(sourceFrom)
        .filter(isInSight)
        .map(({ uri }) => uri),
    );
  }

  /** Those of these hashes that are or were a key. */
  async hashesTaken(hashes: readonly string[]): Promise<Set<string>> {
    const filter = { sha256: { $in: [...hashes] } };
    const found = await this.collections.keys.find(filter, { session: this.session }).toArray();
    return new Set(found.map(({ sha256 }) => sha256));
  }

  /** The keys of a person that can be used or wait. */
  async keysOf(person: string): Promise<Key[]> {
    const found = await this.collections.keys.find({ person }, { session: this.session }).toArray();
    return found.map(keyFrom).filter((key) => ['standing', 'waiting'].includes(statusOf(key, this.at)));
  }

  /** How many keys a person has, including those that ended. */
  countKeysOf(person: string): Promise<number> {
    return this.collections.keys.countDocuments({ person }, { session: this.session });
  }

  async hasPersons(): Promise<boolean> {
    return (await this.collections.persons.findOne({}, { session: this.session })) !== null;
  }

  async key(id: string): Promise<Key | undefined> {
    const found = await this.collections.keys.findOne({ _id: id }, { session: this.session });
    return found ? keyFrom(found) : undefined;
  }

  async saveKey({ id, ...rest }: Key): Promise<void> {
    await this.#save('keys', id, rest);
  }

  forgetKey(id: string): Promise<void> {
    return this.#forget('keys', id);
  }

  /**
   * Refuses if more proposals of one person wait than their share: one person, who would need nobody's
   * consent for it, must not use up the limit that all share.
   */
  async beyondShare(person: string): Promise<Refused | undefined> {
    const { sources, persons, handingsOver, keys, unitProposals, mappings } = this.collections;
    const { session } = this;
    const most = LIMITS.waitingOfPerson.most;
    const waiting =
      (await sources.countDocuments({ 'steps.waiting.by': person }, { session })) +
      (await persons.countDocuments({ 'steps.waiting.by': person }, { session })) +
      (await handingsOver.countDocuments({ proposedBy: person, status: 'proposed' }, { session })) +
      (await unitProposals.countDocuments({ proposedBy: person, status: 'proposed' }, { session })) +
      (await mappings.countDocuments({ proposedBy: person, status: 'proposed' }, { session })) +
      (await keys.countDocuments({ createdBy: person, isWaiting: true, revoked: null }, { session }));
    return waiting <= most
      ? undefined
      : refused(
          'over-limit',
          `${most} proposals of ${person} wait for another person, and no more are taken: let others confirm or reject some, or take some back`,
        );
  }

  /** Records what was done. `content`: what was proposed or made, never a hash. */
  async record(
    of: string,
    event: string,
    { actor, at, because }: Authorization,
    content?: object,
  ): Promise<void> {
    const { acts } = this.collections;
    const last = await this.#lastActOf(of);
    const contentJson = content ? canonicalJson(content) : '';
    const act = { of, number: (last?.number ?? 0) + 1, event, by: actor.person, key: actor.key };
    await acts.insertOne({ ...act, at, because, contentJson }, { session: this.session });
  }

  /** Gateways have to read again. */
  async changesAccess(): Promise<void> {
    await this.collections.registry.updateOne(
      { _id: 'registry' },
      { $set: { version: nextVersion(this.registry.version, this.at) } },
      { session: this.session },
    );
  }

  /** Another handing over was confirmed. */
  async countHandingOver(): Promise<void> {
    await this.collections.registry.updateOne(
      { _id: 'registry' },
      { $inc: { handingsOver: 1 } },
      { session: this.session },
    );
  }

  /**
   * The acts of a forgotten document remain, so no later proposal gets the number of an earlier one: a person
   * who confirms names what they looked at.
   */
  async #stepsAfter(of: string) {
    const last = await this.#lastActOf(of);
    return { ...NO_STEPS, proposals: last?.number ?? 0 };
  }

  #lastActOf(of: string) {
    return this.collections.acts.findOne({ of }, { sort: { number: -1 }, session: this.session });
  }

  #actsOf(of: string) {
    return this.collections.acts.find({ of }, { session: this.session }).sort({ number: 1 }).toArray();
  }

  async #forget(name: keyof typeof LIMIT_OF, id: string): Promise<void> {
    const collection = this.collections[name] as unknown as Collection<{ _id: string }>;
    await collection.deleteOne({ _id: id }, { session: this.session });
  }

  async #save(name: keyof typeof LIMIT_OF, id: string, content: object): Promise<void> {
    const collection = this.collections[name] as unknown as Collection<{ _id: string }>;
    const replaced = await collection.replaceOne({ _id: id }, content, { session: this.session });
    if (replaced.matchedCount > 0) return;
    const held = await collection.countDocuments({}, { session: this.session });
    const limit: Limit = LIMITS[LIMIT_OF[name]];
    if (held >= limit.most)
      throw new RpcError(
        rpcStatus.FAILED_PRECONDITION,
        `over-limit: there are ${held} ${limit.of} already, and no more than ${limit.most} are kept`,
      );
    await collection.insertOne({ _id: id, ...content }, { session: this.session });
  }
}

export function sourceFrom({ _id, ...rest }: { _id: string } & Omit<Source, 'uri'>): Source {
  const { steps, standing, isWithdrawn, version } = rest;
  return { uri: _id, steps, standing, isWithdrawn, version };
}

export function personFrom({ _id, steps, standing }: { _id: string } & Omit<Person, 'id'>): Person {
  return { id: _id, steps, standing };
}

export function keyFrom({ _id, ...rest }: { _id: string } & Omit<Key, 'id'>): Key {
  return { id: _id, ...rest };
}

export function handingOverFrom({ _id, ...rest }: { _id: string } & Omit<HandingOver, 'id'>): HandingOver {
  return { id: _id, ...rest };
}
