import { ORDER_WAITS } from '@duixian/api';
import { formatYuan, shanghaiTime } from '@duixian/values';
import { type Command, Option } from 'commander';
import { returnsInYuan } from '../report/explain-order.ts';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { type Cell, table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { PaymentOrder } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { mustBeUscc } from '../system/must-be-uscc.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };

export function addOrders(program: Command): void {
  const group = program
    .command('orders')
    .description('payment orders (支付申请): list, release or resolve them');
  addList(group);
  acting(
    group,
    'release',
    'release a refused, rejected or returned amount, so that it is ordered again; needs the scope officer',
  )
    .requiredOption('--reason <text>', 'what was corrected')
    .action(release);
  acting(
    group,
    'resolve',
    'record the outcome of an order whose statuses contradict each other; needs the scope approve',
  )
    .addOption(
      new Option('--state <state>', 'its outcome')
        .choices(['paid', 'rejected', 'returned'])
        .makeOptionMandatory(),
    )
    .requiredOption('--document <text>', 'the document that shows it, such as a letter of the treasury')
    .action(resolve);
}

function addList(group: Command): void {
  withConnection(group.command('list'))
    .description('the orders of an entity, or of all, in the order of their issue')
    .argument('[entity]', 'any USCC (统一社会信用代码) of the entity')
    .option('--state <state>', 'only those in this state, such as rejected or refused-by-treasury')
    .addOption(
      new Option(
        '--waits <what>',
        'only those that wait: held, rejected, returned and refused for an officer, unpaid for the treasury',
      ).choices(ORDER_WAITS),
    )
    .option('--json', 'as JSON')
    .action(list);
}

type Filters = { state?: PaymentOrder['state']; waits?: (typeof ORDER_WAITS)[number] };

async function list(entity: string | undefined, options: Options & Filters): Promise<void> {
  const query = {
    ...(entity !== undefined && { entity: mustBeUscc(entity) }),
    ...(options.state !== undefined && { state: options.state }),
    ...(options.waits !== undefined && { waits: options.waits }),
  };
  const orders: PaymentOrder[] = [];
  const client = new SystemClient(findSystem(options));
  for await (const page of allPages(client, '/v1/orders', { query })) orders.push(...page.orders);
  if (options.json) console.log(jsonText(orders));
  else if (orders.length === 0) print('There are none.');
  else print(...table(['order 支付申请', 'entity 单位', 'yuan', 'state', 'issued'], orders.map(row)));
}

function row({ id, payeeName, payeeUscc, amountFen, state, issuedAt, ...order }: PaymentOrder): Cell[] {
  const { contradiction, treasuryReason } = order;
  const [backYuan, waitingYuan] = returnsInYuan(order);
  const back = order.returns.length > 0 ? `${backYuan} returned, ${waitingYuan} wait for an officer` : null;
  const held = contradiction && `held: ${contradiction}`;
  const why = [treasuryReason, back, held].filter((reason) => reason !== null);
  return [id, [payeeName, payeeUscc], formatYuan(amountFen), [state, ...why], shanghaiTime(issuedAt)];
}

function acting(group: Command, name: string, meaning: string): Command {
  return withConnection(group.command(name))
    .description(meaning)
    .argument('<id>', 'of the order')
    .option('--json', 'the answer as JSON');
}

type Resolving = Options & { state: 'paid' | 'rejected' | 'returned'; document: string };

async function resolve(id: string, options: Resolving): Promise<void> {
  const body = { state: options.state, document: options.document };
  const client = new SystemClient(findSystem(options));
  const answer = await client.post('/v1/orders/{id}/resolve', { path: { id }, body });
  if (options.json) console.log(jsonText(answer));
  else print(inWords(answer));
}

/** The released order keeps its state from the treasury; a new order replaces it. */
async function release(id: string, options: Options & { reason: string }): Promise<void> {
  const body = { reason: options.reason };
  const client = new SystemClient(findSystem(options));
  const answer = await client.post('/v1/orders/{id}/release', { path: { id }, body });
  const { replacedBy } = answer;
  const then = replacedBy
    ? `ordered again as ${inWords(replacedBy)}`
    : 'its amount is outstanding again and waits: see ./duixian explain account, or the next run';
  if (options.json) console.log(jsonText(answer));
  else print(`${inWords(answer)}, released; ${then}`);
}

function inWords({ id, entity, amountFen, state }: PaymentOrder): string {
  return `${id}: ${formatYuan(amountFen)} yuan to ${entity}, ${state}`;
}
