import { explanationJson, journalEntryJson, lastDigits, orderJson } from '@duixian/answers';
import type { awardsV1, disbursementV1, runsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { Key } from '../access/key.ts';
import { reading } from '../http/streams.ts';
import type { Services } from '../services.ts';

// The archive's records of some lines of a payment run, each kind read with as few requests as there are services.
type Lines = readonly runsV1.RunLine[];

/** The orders of lines, with every state that each had, its time and its cause. */
export async function orderRecords(services: Services, key: Key, lines: Lines): Promise<object[]> {
  const orders = await ordersOf(services, lines);
  const histories = new Map<string, object[]>(orders.map(({ id }) => [id, []]));
  const usccs = lines.filter(({ order }) => order !== '').map(({ entity }) => entity);
  for await (const { movements: journalEntries } of journalEntriesOf(services, usccs, true))
    for (const { id, at, cause, step, by, because } of journalEntries)
      histories.get(id)?.push({ at, cause, step: step || null, by: by || null, because: because || null });
  return orders.map((order) => ({
    ...orderJson(order, { ...key, treasury: false }),
    history: histories.get(order.id),
  }));
}

/** The accounts that orders were paid to, and the two persons responsible for each. */
export async function payeeRecords(services: Services, lines: Lines): Promise<object[]> {
  const orders = (await ordersOf(services, lines)).filter(({ payeeAccountNo }) => payeeAccountNo !== '');
  const payees = await payeesOf(
    services,
    orders.map(({ payeeUscc }) => payeeUscc),
  );
  return orders.map((order) => ({
    order: order.id,
    entity: order.payeeUscc,
    accountName: order.payeeName,
    accountNo: lastDigits(order.payeeAccountNo),
    bankName: order.payeeBankName,
    bankCode: order.payeeBankCode,
    ...personsOf(order, payees.get(order.payeeUscc) ?? NOBODY),
  }));
}

type Stood = Pick<disbursementV1.Payee, 'proposals' | 'notes'>;
const NOBODY: Stood = { proposals: [], notes: [] };

async function payeesOf(
  { disbursement }: Services,
  entities: readonly string[],
): Promise<Map<string, Stood>> {
  if (entities.length === 0) return new Map();
  const { payees } = await disbursement.listPayees({ after: '', limit: 1_000, entities: [...entities] });
  return new Map(payees.map((payee) => [payee.entity, payee]));
}

/** The last confirmation before the order of a proposal with this account; nulls where there is none. */
function personsOf(order: disbursementV1.Order, { proposals, notes }: Stood) {
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

/** Why each account of the lines is what it is now; null where a correction has since removed its last claim. */
export async function explanationRecords({ awards }: Services, lines: Lines): Promise<object[]> {
  const accounts = lines.flatMap(accountsOf);
  const records: object[] = [];
  const answers = reading<awardsV1.ExplainAccountsResponse>(awards.explainAccounts({ accounts }));
  for await (const message of answers)
    for (const { explanation } of message.answers) {
      const asked = defined(accounts[records.length], 'an account is answered once');
      records.push({ ...asked, explanation: explanation ? explanationJson(explanation) : null });
    }
  return records;
}

function accountsOf({ entity, published, amounts }: runsV1.RunLine): awardsV1.ExplainAccountRequest[] {
  const accounts = [...published, ...amounts].map(
    ({ year, group }) => [`${year}/${group}`, { entity, year, group }] as const,
  );
  return [...new Map(accounts).values()];
}

/** Every journal entry of the lines' entities, except for entities that were written already. */
export async function journalEntryRecords(
  services: Services,
  lines: Lines,
  given: Set<string>,
): Promise<object[]> {
  const records: object[] = [];
  const own = new Set<string>();
  const usccs = lines.map(({ entity }) => entity);
  for await (const { entity, movements: journalEntries } of journalEntriesOf(services, usccs, false)) {
    if (given.has(entity)) continue;
    own.add(entity);
    for (const journalEntry of journalEntries) records.push({ entity, ...journalEntryJson(journalEntry) });
  }
  for (const entity of own) given.add(entity);
  return records;
}

async function ordersOf({ disbursement }: Services, lines: Lines): Promise<disbursementV1.Order[]> {
  const ids = lines.map(({ order }) => order).filter((id) => id !== '');
  return ids.length === 0 ? [] : (await disbursement.getOrders({ ids })).orders;
}

/** By the entities whose ledgers hold the lines now: an entity may have joined another since. */
async function* journalEntriesOf(
  { disbursement }: Services,
  usccs: string[],
  ofOrders: boolean,
): AsyncGenerator<disbursementV1.ReadMovementsResponse_Entity> {
  if (usccs.length === 0) return;
  const messages = disbursement.readMovements({ usccs, ofOrders });
  for await (const { entities } of reading<disbursementV1.ReadMovementsResponse>(messages)) yield* entities;
}
