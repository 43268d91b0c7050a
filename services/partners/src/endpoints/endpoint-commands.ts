import { LIMITS } from '@duixian/values';
import { Binary, ObjectId } from 'mongodb';
import type { Registry } from '../commands/registry.ts';
import { isRefused, type Refused, refused } from '../domain/refusal.ts';
import type { RegistryActor } from '../domain/registry-act.ts';
import type { FeedLog } from '../feed/feed-log.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import { secretsAfterRotation } from './domain/endpoint.ts';
import { type EndpointCollections, type EndpointDocument, endpointFrom } from './endpoint-documents.ts';
import { newWebhookSecret, type SecretBox } from './secret-box.ts';

type By = { readonly person: string; readonly key: string } | undefined;

/** What commands on endpoints need. */
export type EndpointStore = {
  readonly registry: Registry;
  readonly endpoints: EndpointCollections;
  readonly feedLog: FeedLog;
  /** Undefined: there is no key to encrypt secrets with. */
  readonly box: SecretBox | undefined;
};

export type EndpointMade = { readonly endpoint: EndpointDocument; readonly secret: string };

const NO_BOX = refused(
  'not-allowed',
  'services/partners has no key for secrets of endpoints: whoever operates it sets WEBHOOK_SECRETS_KEY_FILE',
);

export function createEndpoint(
  { registry, endpoints: { endpoints }, feedLog, box }: EndpointStore,
  asked: { by: By } & Pick<EndpointDocument, 'url' | 'types' | 'isThin' | 'isOrdered'>,
): Promise<EndpointMade> {
  return registry.change(asked.by, async (unit, actor) => {
    if (!box) return NO_BOX;
    const { by: _, ...settings } = asked;
    const refusal = await mayNotMake(unit, actor, settings.url, endpoints);
    if (refusal) return refusal;
    const _id = `ep_${new ObjectId()}`;
    const secret = newWebhookSecret();
    const endpoint: EndpointDocument = {
      ...{ _id, ...settings, person: actor.person, scopes: actor.scopes, key: actor.key },
      ...{ state: 'unverified', disabledBecause: '', createdAt: unit.at, changes: 0 },
      secrets: [{ sealed: new Binary(box.seal(secret, _id)), until: null }],
      // It receives what happens from now on.
      ...{ cursor: (await feedLog.end()).last, accepted: 0, lastSuccessAt: null },
      ...{ failingSince: null, failures: 0, lease: null },
    };
    await endpoints.insertOne(endpoint, { session: unit.session });
    const act = { actor, at: unit.at, because: '' };
    await unit.record(`endpoint/${_id}`, 'create', act, { ...settings, scopes: actor.scopes });
    return { endpoint, secret };
  });
}

export function rotateSecret(
  { registry, endpoints, box }: EndpointStore,
  { by, id }: { readonly by: By; readonly id: string },
): Promise<EndpointMade> {
  return registry.change(by, async (unit, actor) => {
    if (!box) return NO_BOX;
    const endpoint = await ownEndpoint(unit, actor, id, endpoints);
    if (isRefused(endpoint)) return endpoint;
    const secret = newWebhookSecret();
    const rotated = secretsAfterRotation(endpointFrom(endpoint).secrets, box.seal(secret, id), unit.at);
    if (!rotated)
      return refused(
        'not-allowed',
        `two secrets of ${id} sign already: the next can be made when the older one ends`,
      );
    const secrets = rotated.map(({ sealed, until }) => ({ sealed: new Binary(sealed), until }));
    const changed = await changeStored(unit, endpoint, { secrets }, endpoints);
    await unit.record(`endpoint/${id}`, 'rotate', { actor, at: unit.at, because: '' });
    return { endpoint: changed, secret };
  });
}

/** By who owns it, or an officer. */
export async function ownEndpoint(
  { session }: UnitOfWork,
  { person, scopes }: RegistryActor,
  id: string,
  { endpoints }: EndpointCollections,
): Promise<EndpointDocument | Refused> {
  const found = await endpoints.findOne({ _id: id }, { session });
  if (!found) return refused('not-known', `there is no endpoint ${id}`);
  if (found.person === person || scopes.includes('officer')) return found;
  return refused('lacks-role', `${id} belongs to ${found.person}: another person needs the scope officer`);
}

/** The process that sends begins again from it. */
export async function changeStored(
  { session }: UnitOfWork,
  endpoint: EndpointDocument,
  changed: Partial<EndpointDocument>,
  { endpoints }: EndpointCollections,
): Promise<EndpointDocument> {
  const changes = endpoint.changes + 1;
  await endpoints.updateOne({ _id: endpoint._id }, { $set: { ...changed, changes } }, { session });
  return { ...endpoint, ...changed, changes };
}

async function mayNotMake(
  { session }: UnitOfWork,
  { person }: RegistryActor,
  url: string,
  endpoints: EndpointCollections['endpoints'],
): Promise<Refused | undefined> {
  const same = await endpoints.findOne({ person, url }, { session });
  if (same) return refused('taken', `${same._id} of ${person} has this address already`);
  const ofPerson = await endpoints.countDocuments({ person }, { session });
  const most = LIMITS.endpointsOfPerson.most;
  if (ofPerson >= most)
    return refused('over-limit', `${person} has ${ofPerson} endpoints, and no more than ${most} are kept`);
  const all = await endpoints.countDocuments({}, { session });
  return all >= LIMITS.endpoints.most
    ? refused('over-limit', `there are ${all} endpoints already, and no more are kept`)
    : undefined;
}
