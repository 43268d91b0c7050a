import type { BodyOf } from '@duixian/client';
import type { Command } from 'commander';
import { exportPayees, importPayees } from '../payees/payee-tables.ts';
import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { Payee } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { type PostRequest, SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };
type Account = {
  name: string;
  account: string;
  bank: string;
  bankCode: string;
  document: string;
  sharedBecause?: string;
};

export function addPayees(program: Command): void {
  const group = program
    .command('payees')
    .description(
      'accounts to which entities are paid (收款账户): one person proposes an account, another confirms it',
    );
  withConnection(group.command('list'))
    .description('the confirmed account of each entity, and the one that waits')
    .option('--json', 'as JSON')
    .action(list);
  act(group, 'show', 'all details of the account of an entity').action(
    async (uscc: string, options: Options) => {
      show(await clientOf(options).get('/v1/payees/{uscc}', { path: { uscc } }), { json: true });
    },
  );
  act(group, 'propose', 'propose an account; needs the scope prepare')
    .requiredOption('--name <name>', "户名: the entity's name")
    .requiredOption('--account <digits>', '账号')
    .requiredOption('--bank <name>', '开户银行')
    .requiredOption('--bank-code <digits>', '联行号, 12 digits')
    .requiredOption('--document <text>', 'the document on which it is based')
    .option('--shared-because <text>', 'why it may be the account of another entity too')
    .action((uscc: string, options: Options & Account) => {
      const {
        name: accountName,
        account: accountNo,
        bank: bankName,
        bankCode,
        document,
        sharedBecause,
      } = options;
      const account = { accountName, accountNo, bankName, bankCode, document };
      const body = { ...account, ...(sharedBecause && { sharedBecause }) };
      return change('/v1/payees/{uscc}/propose', uscc, body, options);
    });
  withConnection(group.command('import'))
    .description('propose the accounts of a table (.csv or .xlsx); needs the scope prepare')
    .argument('<file>')
    .option('--json', 'the outcome of each row, as JSON')
    .action(async (file: string, options: Options) => {
      process.exitCode = await importPayees(clientOf(options), file, options.json);
    });
  withConnection(group.command('export'))
    .description('write the accounts of all entities as a table (.csv or .xlsx) that can be imported again')
    .argument('<file>')
    .action((file: string, options: Options) => exportPayees(clientOf(options), file));
  act(group, 'confirm', 'confirm the proposal with this number; needs the scope approve, and another person')
    .argument('<number>')
    .action((uscc: string, number: string, options: Options) =>
      change('/v1/payees/{uscc}/confirm', uscc, { number: Number(number) }, options),
    );
  for (const [name, meaning] of [
    ['reject', 'reject the proposal with this number'],
    ['suspend', 'suspend the account with this number: nothing more is paid into it'],
  ] as const)
    act(group, name, meaning)
      .argument('<number>')
      .requiredOption('--reason <text>', 'why')
      .action((uscc: string, number: string, options: Options & { reason: string }) =>
        change(
          `/v1/payees/{uscc}/${name}`,
          uscc,
          { number: Number(number), reason: options.reason },
          options,
        ),
      );
}

function act(group: Command, name: string, meaning: string): Command {
  return withConnection(group.command(name))
    .description(meaning)
    .argument('<uscc>', "the entity's 统一社会信用代码")
    .option('--json', 'the answer as JSON');
}

async function list(options: Options): Promise<void> {
  const payees: Payee[] = [];
  for await (const page of allPages(clientOf(options), '/v1/payees', {})) payees.push(...page.payees);
  if (options.json) console.log(JSON.stringify(payees, null, 2));
  else if (payees.length === 0) print('There are none.');
  else
    print(
      ...table(
        ['entity', 'state', 'stands', 'waits'],
        payees.map(({ entity, state, standing, waiting }) => [
          entity,
          state,
          inWords(standing),
          inWords(waiting),
        ]),
      ),
    );
}

type Change = `/v1/payees/{uscc}/${'propose' | 'confirm' | 'reject' | 'suspend'}`;

async function change<Path extends Change>(
  path: Path,
  uscc: string,
  body: BodyOf<Path>,
  options: Options,
): Promise<void> {
  show(await clientOf(options).post<Change>(path, { path: { uscc }, body } as PostRequest<Change>), options);
}

function show(answer: Payee, { json }: { json?: true }): void {
  const { entity, state, standing, waiting } = answer;
  const words = `${entity}: ${state}; stands: ${inWords(standing)}; waits: ${inWords(waiting)}`;
  if (json) console.log(JSON.stringify(answer, null, 2));
  else print(words);
}

function inWords(proposal: Payee['standing']): string {
  if (!proposal) return '–';
  const { number, accountNo, bankName, by, sharedWith, sharedBecause } = proposal;
  const shared = sharedWith.length > 0 ? `, which ${sharedWith.join(', ')} has too: ${sharedBecause}` : '';
  return `no. ${number}, ${accountNo} at ${bankName}, by ${by}${shared}`;
}

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
