import type { disbursementV1, runsV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import { defined } from '@duixian/values';
import { explanationJson } from '../json/explanation-json.ts';
import { movementJson } from '../json/movement-json.ts';
import { lastDigits, orderJson } from '../json/order-json.ts';
import type { Key } from '../keys/key.ts';
import { entityOf } from '../keys/own-entity.ts';
import type { Services } from '../services.ts';

const PAGE = 1_000;

/** The order of a line with every state that it came through, each with its time and cause. */
export async function orderRecords(services: Services, key: Key, line: runsV1.RunLine): Promise<object[]> {
  if (line.order === '') return [];
  const order = await orderOf(services, line);
  const history: object[] = [];
  for await (const { id, at, cause, step, by, because } of movementsOf(
    services,
    await rootOf(services, line),
  ))
    if (id === order.id && cause !== 'entitlement')
      history.push({ at, cause, step: step || null, by: by || null, because: because || null });
  return [{ ...orderJson(order, { ...key, treasury: false }), history }];
}

/** The account that an order took with it, and the two persons who stand for it. */
export async function payeeRecords(services: Services, line: runsV1.RunLine): Promise<object[]> {
  if (line.order === '') return [];
  const order = await orderOf(services, line);
  if (order.payeeAccountNo === '') return [];
  const payee = (await services.disbursement.getPayee({ entity: order.payeeUscc })).payee;
  const account = {
    order: order.id,
    entity: order.payeeUscc,
    accountName: order.payeeName,
    accountNo: lastDigits(order.payeeAccountNo),
    bankName: order.payeeBankName,
    bankCode: order.payeeBankCode,
  };
  return [{ ...account, ...personsOf(order, defined(payee, 'a payee is answered')) }];
}

/** The last confirmation before the order, of a proposal of this very account; nulls where there is none. */
function personsOf(order: disbursementV1.Order, { proposals, notes }: disbursementV1.Payee) {
  const own = proposals.filter(
    ({ account }) => account?.accountNo === order.payeeAccountNo && account.bankCode === order.payeeBankCode,
  );
  const confirmation = notes.findLast(
    ({ event, number, at }) =>
      event === 'confirm' && at <= order.issuedAt && own.some((proposal) => proposal.number === number),
  );
  const proposal = own.find(({ number }) => number === confirmation?.number);
  return {
    number: proposal?.number ?? null,
    proposedBy: proposal?.by ?? null,
    proposedAt: proposal?.at ?? null,
    document: proposal?.document ?? null,
    confirmedBy: confirmation?.by ?? null,
    confirmedAt: confirmation?.at ?? null,
  };
}

/** Why each account of a line is what it is now; null where a correction has taken its last claim since. */
export function explanationRecords({ awards }: Services, line: runsV1.RunLine): Promise<object[]> {
  const accounts = new Map(
    [...line.published, ...line.amounts].map(({ year, group }) => [`${year}/${group}`, { year, group }]),
  );
  return Promise.all(
    [...accounts.values()].map(async (account) => {
      const asked = { entity: line.entity, ...account };
      const answer = await awards.explainAccount(asked).catch((error: unknown) => {
        if (isNotFound(error)) return null;
        throw error;
      });
      return { ...asked, explanation: answer && explanationJson(answer) };
    }),
  );
}

/** Every entry of the entity of a line; none where its entries were given already. */
export async function movementRecords(
  services: Services,
  line: runsV1.RunLine,
  given: Set<string>,
): Promise<object[]> {
  const entity = await rootOf(services, line);
  if (given.has(entity)) return [];
  given.add(entity);
  const records: object[] = [];
  for await (const movement of movementsOf(services, entity))
    records.push({ entity, ...movementJson(movement) });
  return records;
}

/** Whose books hold the line now: it may have got a parent since. */
function rootOf(services: Services, { entity }: runsV1.RunLine): Promise<string> {
  return entityOf(entity, services);
}

async function orderOf({ disbursement }: Services, { order }: runsV1.RunLine): Promise<disbursementV1.Order> {
  return defined((await disbursement.getOrder({ id: order })).order, 'an order is answered');
}

async function* movementsOf(
  { disbursement }: Services,
  entity: string,
): AsyncGenerator<disbursementV1.Movement> {
  let after = '';
  do {
    const { movements, next } = await disbursement.listMovements({ entity, after, limit: PAGE });
    yield* movements;
    after = next;
  } while (after !== '');
}

function isNotFound(error: unknown): boolean {
  return (error as { code?: unknown }).code === rpcStatus.NOT_FOUND;
}
