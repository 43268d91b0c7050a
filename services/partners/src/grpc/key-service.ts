import { personsV1 } from '@duixian/proto';
import { type GrpcService, nextAfter, readPage, refuseForeignCursor, unary } from '@duixian/runtime';
import { defined, LIMITS } from '@duixian/values';
import { agreeToKey, endKey, makeKey, renewKey } from '../commands/key-commands.ts';
import type { Registry } from '../commands/registry.ts';
import { HASH, HASH_WORDS } from '../domain/hashed-key.ts';
import type { Key } from '../domain/key.ts';
import { nameMistake } from '../domain/name.ts';
import { scopeMistakes } from '../domain/scopes.ts';
import { keyFrom } from '../store/unit-of-work.ts';
import { keyMessage, kindFrom } from './person-message.ts';
import { becauseFault, refuseIf } from './request-faults.ts';

const CURSOR = /^[0-9A-Za-z]{4}$/;
const DAYS = LIMITS.keyMs.most / 86_400_000;
const OVERLAP_HOURS = LIMITS.keyOverlapMs.most / 3_600_000;

export function keyService(registry: Registry): GrpcService {
  const implementation: personsV1.KeyServiceServer = {
    listKeys: unary((request) => listKeys(registry, request)),
    createKey: unary((request) => create(registry, request)),
    rotateKey: unary((request) => rotate(registry, request)),
    confirmKey: unary(async ({ actor, id }) => {
      const { key, isNew } = await agreeToKey(registry, { by: actor, id });
      return { key: await messageOf(registry, key), isNew };
    }),
    revokeKey: unary(async ({ actor, id, reason }) => {
      refuseIf([becauseFault(reason, 'why')]);
      const { key, isNew } = await endKey(registry, { by: actor, id, reason });
      return { key: await messageOf(registry, key), isNew };
    }),
  };
  return { definition: personsV1.KeyServiceService, implementation };
}

async function listKeys(
  { collections: { keys, persons, clock } }: Registry,
  { after, limit, person }: personsV1.ListKeysRequest,
): Promise<personsV1.ListKeysResponse> {
  refuseForeignCursor(after, CURSOR);
  const page = await readPage(
    keys.find({ _id: { $gt: after }, ...(person !== '' && { person }) }).sort({ _id: 1 }),
    limit,
  );
  const owners = await persons.find({ _id: { $in: page.rows.map((row) => row.person) } }).toArray();
  const standing = new Map(owners.map((owner) => [owner._id, owner.standing]));
  return {
    keys: page.rows.map((row) => keyMessage(keyFrom(row), standing.get(row.person) ?? null, clock.now())),
    next: nextAfter(page, ({ _id }) => _id),
  };
}

async function create(
  registry: Registry,
  { actor, person, name, scopes, sha256, days, kind }: personsV1.CreateKeyRequest,
): Promise<personsV1.CreateKeyResponse> {
  const mistake = nameMistake(name);
  refuseIf([
    person === '' && 'person: whose key it is',
    mistake !== undefined && `name: it must be ${mistake}`,
    ...scopeMistakes(scopes),
    ...formFaults({ sha256, days }),
  ]);
  const asked = { person, name, sha256, days, kind: kindFrom(kind) };
  const given = scopes.length > 0 ? scopes : null;
  const { key, text, isNew } = await makeKey(registry, { by: actor, ...asked, scopes: given });
  return { key: await messageOf(registry, key), text, isNew };
}

async function rotate(
  registry: Registry,
  { actor, id, sha256, days, overlapHours }: personsV1.RotateKeyRequest,
): Promise<personsV1.RotateKeyResponse> {
  refuseIf([
    ...formFaults({ sha256, days }),
    (overlapHours < 0 || overlapHours > OVERLAP_HOURS) && `overlapHours: 0 to ${OVERLAP_HOURS}`,
  ]);
  const { key, text } = await renewKey(registry, { by: actor, id, sha256, days, overlapHours });
  return { key: await messageOf(registry, key), text };
}

function formFaults({ sha256, days }: { sha256: string; days: number }): (string | false)[] {
  return [
    sha256 !== '' && !HASH.test(sha256) && `sha256: it must be ${HASH_WORDS}`,
    (days < 0 || days > DAYS) && `days: 1 to ${DAYS}`,
  ];
}

async function messageOf({ collections }: Registry, key: Key): Promise<personsV1.Key> {
  const owner = defined(await collections.persons.findOne({ _id: key.person }), 'a key belongs to a person');
  return keyMessage(key, owner.standing, collections.clock.now());
}
