import { isBlank } from '@duixian/facts';
import { EXIT_CODES } from '@duixian/local/folder';
import { formatYuan } from '@duixian/values';
import type { Command } from 'commander';
import { jsonLine, jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { openFacts } from '../send/facts-sources.ts';
import { allPages } from '../system/all-pages.ts';
import type { Deal, DealAnswer } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { readonly source?: string; readonly json?: true };
type Status = Deal['deal']['status'];

export function addDeals(program: Command): void {
  const group = program
    .command('deals')
    .description('deals of technology exchanges (技术交易项目), from which contracts and receipts follow');
  of(group.command('put'))
    .description('send deals, one to a line of JSON, - for standard input')
    .argument('<files...>', 'files of deals (.ndjson), sent in this order')
    .action(async (files: string[], options: Options) => {
      process.exitCode = await put(files, options);
    });
  of(group.command('list'))
    .description('those of all exchanges, or of one')
    .option('--status <status>', 'only in this state, such as struck')
    .action(list);
  of(group.command('show')).description('one deal').argument('<deal>', "the exchange's id").action(show);
}

function of(command: Command): Command {
  return withConnection(command)
    .option('--source <uri>', 'the exchange; may be left out with a key of one source')
    .option('--json', 'as JSON');
}

/** A deal that is refused does not keep the others from being sent. */
async function put(files: readonly string[], options: Options): Promise<number> {
  const client = clientOf(options);
  let wrong = 0;
  for (const { file, lines } of openFacts(files))
    for await (const some of lines)
      for (const { bytes, number } of some) {
        if (isBlank(bytes)) continue;
        const place = `${file}, line ${number}`;
        const sent = await putOne(client, bytes, options);
        if (options.json) console.log(jsonLine({ place, ...sent }));
        else print(...('detail' in sent ? [`${place}: ${sent.detail}`] : answerInWords(place, sent.answer)));
        if ('detail' in sent || hasRefused(sent.answer)) wrong += 1;
      }
  return wrong > 0 ? EXIT_CODES.attention : EXIT_CODES.done;
}

type Sent = { readonly answer: DealAnswer } | { readonly detail: string };

/** The gateway checks the deal; only its id is needed here, for the address. */
async function putOne(client: SystemClient, bytes: Buffer, { source }: Options): Promise<Sent> {
  let deal: { dealId?: unknown } | null;
  try {
    deal = JSON.parse(bytes.toString('utf8')) as { dealId?: unknown } | null;
  } catch (cause) {
    return { detail: `it is not JSON: ${(cause as Error).message}` };
  }
  const dealId = deal?.dealId;
  if (typeof dealId !== 'string' || dealId === '') return { detail: 'dealId must be the id of the deal' };
  const query = source === undefined ? {} : { source };
  return client.tryPut('/v1/deals/{dealId}', { path: { dealId }, query, body: deal as never });
}

function hasRefused({ facts }: DealAnswer): boolean {
  return facts.some(({ outcome }) => outcome === 'refused');
}

function answerInWords(place: string, { outcome, held, facts }: DealAnswer): string[] {
  const { deal, lacks, toRegisterBy } = held;
  const stale = outcome === 'stale' ? `; revision ${deal.revision} is held and counts` : '';
  return [
    `${place}: ${deal.dealId} ${outcome}${stale}`,
    ...(toRegisterBy === null ? [] : [`  to be registered by ${toRegisterBy}; no fact before`]),
    ...(lacks.length === 0 ? [] : [`  its contract waits for ${lacks.join(', ')}`]),
    ...facts.map(({ type, subject, outcome: became, faults }) =>
      [`  ${type} ${subject}: ${became}`, ...faults.map(({ message }) => message)].join('; '),
    ),
  ];
}

async function list(options: Options & { readonly status?: Status }): Promise<void> {
  const { source, status } = options;
  const query = { ...(source && { source }), ...(status && { status }) };
  const deals: Deal[] = [];
  for await (const page of allPages(clientOf(options), '/v1/deals', { query })) deals.push(...page.deals);
  if (options.json) return console.log(jsonText(deals));
  if (deals.length === 0) return print('There are none.');
  const rows = deals.map(({ deal, toRegisterBy, lacks }) => [
    ...[deal.dealId, deal.status, deal.listing.title],
    ...[deal.priceFen === null ? '' : formatYuan(deal.priceFen), deal.registrationNo ?? ''],
    toRegisterBy === null ? lacks.join(', ') : `register by ${toRegisterBy}`,
  ]);
  print(...table(['deal', 'state', 'title', 'price, yuan', 'registration', 'to do'], rows));
}

async function show(dealId: string, options: Options): Promise<void> {
  const { source } = options;
  const parameters = { path: { dealId }, query: source === undefined ? {} : { source } };
  const held = await clientOf(options).get('/v1/deals/{dealId}', parameters);
  if (options.json) return console.log(jsonText(held));
  const { deal, toRegisterBy, lacks } = held;
  const yuan = (fen: bigint | null) => (fen === null ? 'not known' : `${formatYuan(fen)} yuan`);
  print(
    `${deal.dealId} at revision ${deal.revision}: ${deal.status}; ${deal.listing.title}`,
    `price ${yuan(deal.priceFen)}, technology ${yuan(deal.technologyAmountFen)}`,
    `seller ${deal.seller.name}; buyer ${deal.buyers.map(({ name }) => name).join(', ') || 'not known'}`,
    deal.registrationNo === null ? 'not registered' : `registered as ${deal.registrationNo}`,
    ...(toRegisterBy === null ? [] : [`to be registered by ${toRegisterBy}`]),
    ...(lacks.length === 0 ? [] : [`its contract waits for ${lacks.join(', ')}`]),
  );
  const rows = deal.instalments.map((one) => [
    one.id,
    one.status,
    one.dueOn ?? '',
    one.receivedOn ?? '',
    formatYuan(one.amountFen),
  ]);
  if (rows.length > 0) print(...table(['instalment', 'state', 'due on', 'received on', 'yuan'], rows));
}

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
