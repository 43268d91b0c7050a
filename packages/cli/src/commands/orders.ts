import { formatYuan } from '@duixian/values';
import { type Command, Option } from 'commander';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { order, type PaymentOrder, releasedOrder } from '../system/money-answers.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };

export function addOrders(program: Command): void {
  const group = program
    .command('orders')
    .description('payment orders (支付申请) that need a person: apply anew, or say what became of one');
  acting(
    group,
    'release',
    'let a refused, rejected or returned amount be applied for anew; needs the scope officer',
  )
    .requiredOption('--reason <text>', 'what was corrected')
    .action(release);
  acting(group, 'resolve', 'say what became of an order whose statuses contradict; needs the scope approve')
    .addOption(
      new Option('--state <state>', 'what is true')
        .choices(['paid', 'rejected', 'returned'])
        .makeOptionMandatory(),
    )
    .requiredOption('--document <text>', 'the paper that says so, such as a letter of the treasury')
    .action((id: string, options: Options & { state: string; document: string }) =>
      post(id, 'resolve', { state: options.state, document: options.document }, options),
    );
}

function acting(group: Command, name: string, meaning: string): Command {
  return withConnection(group.command(name))
    .description(meaning)
    .argument('<id>', 'of the order')
    .option('--json', 'the answer as JSON');
}

async function post(id: string, what: string, body: object, options: Options): Promise<void> {
  const path = `/v1/orders/${encodeURIComponent(id)}/${what}`;
  const answer = await new SystemClient(findSystem(options)).post(path, body, order);
  if (options.json) console.log(jsonText(answer));
  else print(inWords(answer));
}

/** What was released stays as the treasury left it; what is new is the order in its place. */
async function release(id: string, options: Options & { reason: string }): Promise<void> {
  const path = `/v1/orders/${encodeURIComponent(id)}/release`;
  const client = new SystemClient(findSystem(options));
  const answer = await client.post(path, { reason: options.reason }, releasedOrder);
  const { replacedBy } = answer;
  const then = replacedBy
    ? `applied for anew as ${inWords(replacedBy)}`
    : 'its amount is open again and waits: see ./duixian explain account, or the next run';
  if (options.json) console.log(jsonText(answer));
  else print(`${inWords(answer)}, released; ${then}`);
}

function inWords({ id, entity, amountFen, state }: PaymentOrder): string {
  return `${id}: ${formatYuan(amountFen)} yuan to ${entity}, ${state}`;
}
