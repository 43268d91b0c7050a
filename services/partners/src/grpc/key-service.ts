import { personsV1 } from '@duixian/proto';
import {
  type Commands,
  type GrpcService,
  nextAfter,
  readPage,
  refuseForeignCursor,
  type Session,
  unary,
} from '@duixian/runtime';
import { CIDR_WORDS, defined, isCidr, LIMITS, visible } from '@duixian/values';
import { agreeToKey, endKey, type KeyMade, makeKey, renewKey } from '../commands/key-commands.ts';
import type { Registry } from '../commands/registry.ts';
import { HASH, HASH_WORDS } from '../domain/hashed-key.ts';
import type { Key } from '../domain/key.ts';
import { nameMistake } from '../domain/name.ts';
import { scopeMistakes } from '../domain/scopes.ts';
import type { KeyUseDocument } from '../store/collections.ts';
import { keyFrom } from '../store/unit-of-work.ts';
import { keyMessage, kindFrom } from './person-message.ts';
import { becauseFault, refuseIf } from './request-faults.ts';

const CURSOR = /^[0-9A-Za-z]{4}$/;
const DAYS = LIMITS.keyMs.most / 86_400_000;
const MOST_ADDRESSES = LIMITS.addressesOfKey.most;
const OVERLAP_HOURS = LIMITS.keyOverlapMs.most / 3_600_000;

export function keyService(registry: Registry, commands: Commands): GrpcService {
  const methods = personsV1.KeyServiceService;
  const implementation: personsV1.KeyServiceServer = {
    listKeys: unary((request) => listKeys(registry, request)),
    createKey: commands.unary(methods.createKey, {
      decide: (request) => create(registry, request),
      answer: async ({ key, text, isNew }, _, session) => {
        return { key: await messageOf(registry, key, session), text, isNew };
      },
      stored: withoutText,
    }),
    rotateKey: commands.unary(methods.rotateKey, {
      decide: (request) => rotate(registry, request),
      answer: async ({ key, text }, _, session) => ({ key: await messageOf(registry, key, session), text }),
      stored: withoutText,
    }),
    confirmKey: commands.unary(methods.confirmKey, {
      decide: ({ actor, id }) => agreeToKey(registry, { by: actor, id }),
      answer: async ({ key, isNew }, _, session) => {
        return { key: await messageOf(registry, key, session), isNew };
      },
    }),
    revokeKey: commands.unary(methods.revokeKey, {
      decide: ({ actor, id, reason }) => {
        refuseIf([becauseFault(reason, 'why')]);
        return endKey(registry, { by: actor, id, reason });
      },
      answer: async ({ key, isNew }, _, session) => {
        return { key: await messageOf(registry, key, session), isNew };
      },
    }),
  };
  return { definition: methods, implementation };
}

/** Here a key is stored as its hash alone. */
function withoutText<Answer extends { readonly text: string }>(answer: Answer): Answer {
  return { ...answer, text: '' };
}

async function listKeys(
  { collections: { keys, persons, keyUses, clock } }: Registry,
  { after, limit, person }: personsV1.ListKeysRequest,
): Promise<personsV1.ListKeysResponse> {
  refuseForeignCursor(after, CURSOR);
  const page = await readPage(
    keys.find({ _id: { $gt: after }, ...(person !== '' && { person }) }).sort({ _id: 1 }),
    limit,
  );
  const owners = await persons.find({ _id: { $in: page.rows.map((row) => row.person) } }).toArray();
  const found = await keyUses.find({ _id: { $in: page.rows.map((row) => row._id) } }).toArray();
  const uses = new Map(found.map((use) => [use._id, use]));
  const standing = new Map(owners.map((owner) => [owner._id, owner.standing]));
  return {
    keys: page.rows.map((row) => ({
      ...keyMessage(keyFrom(row), standing.get(row.person) ?? null, clock.now()),
      ...usedMessage(uses.get(row._id)),
    })),
    next: nextAfter(page, ({ _id }) => _id),
  };
}

function create(
  registry: Registry,
  { actor, person, name, scopes, sha256, days, kind, addresses }: personsV1.CreateKeyRequest,
): Promise<KeyMade> {
  const mistake = nameMistake(name);
  refuseIf([
    person === '' && 'person: whose key it is',
    mistake !== undefined && `name: it must be ${mistake}`,
    ...scopeMistakes(scopes),
    ...formFaults({ sha256, days }),
    addresses.length > MOST_ADDRESSES && `addresses: at most ${MOST_ADDRESSES}`,
    ...addresses.map(
      (address) => !isCidr(address) && `addresses: ${visible(address)}; it must be ${CIDR_WORDS}`,
    ),
  ]);
  const asked = { person, name, sha256, days, addresses, kind: kindFrom(kind) };
  const given = scopes.length > 0 ? scopes : null;
  return makeKey(registry, { by: actor, ...asked, scopes: given });
}

function rotate(
  registry: Registry,
  { actor, id, sha256, days, overlapHours }: personsV1.RotateKeyRequest,
): Promise<KeyMade> {
  refuseIf([
    ...formFaults({ sha256, days }),
    (overlapHours < 0 || overlapHours > OVERLAP_HOURS) && `overlapHours: 0 to ${OVERLAP_HOURS}`,
  ]);
  return renewKey(registry, { by: actor, id, sha256, days, overlapHours });
}

function formFaults({ sha256, days }: { sha256: string; days: number }): (string | false)[] {
  return [
    sha256 !== '' && !HASH.test(sha256) && `sha256: it must be ${HASH_WORDS}`,
    (days < 0 || days > DAYS) && `days: 1 to ${DAYS}`,
  ];
}

async function messageOf({ collections }: Registry, key: Key, session?: Session): Promise<personsV1.Key> {
  const found = await collections.persons.findOne({ _id: key.person }, session ? { session } : {});
  const owner = defined(found, 'a key belongs to a person');
  const use = await collections.keyUses.findOne({ _id: key.id }, session ? { session } : {});
  return {
    ...keyMessage(key, owner.standing, collections.clock.now()),
    ...usedMessage(use ?? undefined),
  };
}

function usedMessage(use: KeyUseDocument | undefined): Pick<personsV1.Key, 'usedAt' | 'usedFrom'> {
  return { usedAt: use?.at.toISOString() ?? '', usedFrom: use?.address ?? '' };
}
