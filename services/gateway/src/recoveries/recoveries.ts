import * as api from '@duixian/api';
import { defined } from '@duixian/values';
import { type Key, mustBePerson } from '../access/key.ts';
import { entityOf, entityToRead, mustBeReadableOrNone } from '../access/own-entity.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';
import { recoveryJson, transferJson } from './json.ts';

/** The treasury's machine may book received money; with `prepare` it takes a person. */
function mustBookMoneyBack(key: Key): void {
  if (!key.treasury) mustBePerson(key);
}

const listRecoveries = endpoint(api.listRecoveries, async ({ key, query }, services) => {
  const { after = '', limit } = query;
  const entity = await entityOf(await entityToRead(key, query.entity, services), services);
  const answer = await services.recoveries.listRecoveries({ after, limit, entity });
  return { recoveries: answer.recoveries.map(recoveryJson), next: nextOf(answer.next) };
});

const getRecovery = endpoint(api.getRecovery, async ({ key, params }, services) => {
  const answer = await services.recoveries.getRecovery(params);
  const recovery = defined(answer.recovery, 'a demand is answered');
  await mustBeReadableOrNone(key, [recovery.entity], services, `there is no demand "${params.id}"`);
  return recoveryJson(recovery);
});

const demandRecovery = endpoint(api.demandRecovery, async ({ key, body }, { recoveries }) => {
  const { recovery } = await recoveries.demand({ ...body, by: key.person });
  return recoveryJson(defined(recovery, 'a demand is answered'));
});

const recordReceipt = endpoint(api.recordReceipt, async ({ key, params, body }, { recoveries }) => {
  mustBookMoneyBack(key);
  const { id, amountFen: amount, document: paper } = body;
  const { recovery } = await recoveries.receive({
    recovery: params.id,
    id,
    fen: BigInt(amount),
    document: paper,
    by: key.person,
  });
  return recoveryJson(defined(recovery, 'a demand is answered'));
});

const receiveTransfer = endpoint(api.receiveTransfer, async ({ key, body }, { recoveries }) => {
  mustBookMoneyBack(key);
  const { id, amountFen: amount, parts, document: paper } = body;
  const { transfer } = await recoveries.receiveTransfer({
    id,
    amountFen: BigInt(amount),
    parts: parts.map(({ recovery, fen }) => ({ recovery, fen: BigInt(fen) })),
    document: paper,
    by: key.person,
  });
  return transferJson(defined(transfer, 'a transfer is answered'));
});

const getTransfer = endpoint(api.getTransfer, async ({ params }, { recoveries }) => {
  const { transfer } = await recoveries.getTransfer(params);
  return transferJson(defined(transfer, 'a transfer is answered'));
});

const writeOffRecovery = endpoint(api.writeOffRecovery, async ({ key, params, body }, { recoveries }) => {
  const request = { recovery: params.id, document: body.document, by: key.person };
  const { recovery } = await recoveries.writeOff(request);
  return recoveryJson(defined(recovery, 'a demand is answered'));
});

export const recoveryEndpoints: readonly Endpoint[] = [
  listRecoveries,
  getRecovery,
  demandRecovery,
  recordReceipt,
  receiveTransfer,
  getTransfer,
  writeOffRecovery,
];
