import { ENABLE_FROM, type FEED_EVENT_TYPES } from '@duixian/api';
import type { BodyOf } from '@duixian/client';
import { shanghaiTime } from '@duixian/values';
import { type Command, Option } from 'commander';
import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { WebhookEndpoint } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { type PostRequest, SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { readonly json?: true };
type Settings = {
  readonly type?: (typeof FEED_EVENT_TYPES)[number][];
  readonly thin?: true;
  readonly ordered?: true;
};

export function addEndpoints(program: Command): void {
  const group = program
    .command('endpoints')
    .description('webhook endpoints (事件接收地址): addresses that receive what happens');
  withConnection(group.command('list'))
    .description('those of all, or your own')
    .option('--json', 'as JSON')
    .action(list);
  withConnection(group.command('create'))
    .description('make one, and show its secret, only this once; test it then')
    .argument('<url>', 'an https:// address')
    .option('--type <type...>', 'only these types of events, such as duixian.order.paid.v1')
    .option('--thin', 'events with a version and a link in the place of their state')
    .option('--ordered', 'one after the other: one that fails holds back those after it')
    .option('--json', 'the answer as JSON')
    .action(create);
  act(group, 'test', 'send a test; the first that is answered enables it').action(
    (id: string, options: Options) => change('/v1/endpoints/{id}/test', id, undefined, options),
  );
  act(group, 'rotate', 'replace its secret; for 24 hours both sign').action(rotate);
  act(group, 'enable', 'send to it again')
    .addOption(new Option('--from <place>', 'from where').choices(ENABLE_FROM).makeOptionMandatory())
    .action((id: string, options: Options & { from: (typeof ENABLE_FROM)[number] }) =>
      change('/v1/endpoints/{id}/enable', id, { from: options.from }, options),
    );
  act(group, 'disable', 'send nothing to it')
    .requiredOption('--reason <text>', 'why')
    .action((id: string, options: Options & { reason: string }) =>
      change('/v1/endpoints/{id}/disable', id, { reason: options.reason }, options),
    );
  act(group, 'delete', 'forget it, with what waits for it').action((id: string, options: Options) =>
    change('/v1/endpoints/{id}/delete', id, undefined, options),
  );
  act(group, 'attempts', 'what was tried in the last 30 days, the newest first').action(attempts);
  addResends(group);
}

function addResends(group: Command): void {
  act(group, 'resend', 'send one event again')
    .argument('<event>', 'its id')
    .action((id: string, event: string, options: Options) =>
      change('/v1/endpoints/{id}/resend', id, { event }, options),
    );
  act(group, 'resend-failed', 'send again what was given up')
    .requiredOption('--since <instant>', 'such as 2026-03-02T15:00:00+08:00')
    .action((id: string, options: Options & { since: string }) =>
      change('/v1/endpoints/{id}/resend-failed', id, { since: options.since }, options),
    );
  act(group, 'resend-range', 'send again all events between two places of the feed')
    .requiredOption('--after <cursor>', 'a cursor of the feed')
    .option('--up-to <cursor>', 'another one; not given: to the end')
    .action((id: string, { after, upTo, ...options }: Options & { after: string; upTo?: string }) =>
      change('/v1/endpoints/{id}/resend-range', id, { after, ...(upTo !== undefined && { upTo }) }, options),
    );
}

function act(group: Command, name: string, meaning: string): Command {
  return withConnection(group.command(name))
    .description(meaning)
    .argument('<id>', 'of the endpoint')
    .option('--json', 'the answer as JSON');
}

async function list(options: Options): Promise<void> {
  const endpoints: WebhookEndpoint[] = [];
  const client = new SystemClient(findSystem(options));
  for await (const page of allPages(client, '/v1/endpoints', {})) endpoints.push(...page.endpoints);
  if (options.json) return console.log(JSON.stringify(endpoints, null, 2));
  if (endpoints.length === 0) return print('There are none.');
  const rows = endpoints.map(({ id, url, person, state, waiting, givenUp, ...rest }) => [
    [id, url],
    person,
    [state, ...(rest.disabledBecause === null ? [] : [rest.disabledBecause])],
    `${waiting} wait, ${givenUp} given up`,
    rest.lastSuccessAt === null ? '–' : shanghaiTime(rest.lastSuccessAt),
  ]);
  print(...table(['endpoint', 'owner', 'state', 'events', 'last success'], rows));
}

async function create(url: string, { type, thin, ordered, ...options }: Options & Settings): Promise<void> {
  const client = new SystemClient(findSystem(options));
  const body = { url, ...(type && { types: type }), ...(thin && { thin }), ...(ordered && { ordered }) };
  show(await client.post('/v1/endpoints', { body }), options);
}

async function rotate(id: string, options: Options): Promise<void> {
  const client = new SystemClient(findSystem(options));
  show(await client.post('/v1/endpoints/{id}/rotate', { path: { id } }), options);
}

function show(
  answer: { id: string; url: string; state: string; secret: string | null },
  { json }: Options,
): void {
  const { id, url, state, secret } = answer;
  if (json) console.log(JSON.stringify(answer, null, 2));
  else print(`${id}: ${url}, ${state}`, `secret: ${secret ?? 'was shown before, and is not shown again'}`);
}

type Acts = 'test' | 'enable' | 'disable' | 'delete' | 'resend' | 'resend-failed' | 'resend-range';

async function change<Path extends `/v1/endpoints/{id}/${Acts}`>(
  path: Path,
  id: string,
  body: BodyOf<Path>,
  options: Options,
): Promise<void> {
  const client = new SystemClient(findSystem(options));
  const answer = await client.post<Path>(path, { path: { id }, body } as unknown as PostRequest<Path>);
  if (options.json) return console.log(JSON.stringify(answer, null, 2));
  const { endpoint, events } = answer as { endpoint: WebhookEndpoint; events: number };
  const sent = events > 0 ? `; ${events} ${events === 1 ? 'event is' : 'events are'} sent` : '';
  print(`${endpoint.id}: ${endpoint.url}, ${endpoint.state}${sent}`);
}

async function attempts(id: string, options: Options): Promise<void> {
  const client = new SystemClient(findSystem(options));
  const answer = await client.get('/v1/endpoints/{id}/attempts', { path: { id }, query: { limit: 100 } });
  if (options.json) return console.log(JSON.stringify(answer.attempts, null, 2));
  if (answer.attempts.length === 0) return print('There are none.');
  const rows = answer.attempts.map(({ at, event, type, attempt, status, problem, durationMs }) => [
    shanghaiTime(at),
    [event, type],
    String(attempt),
    `${status ?? problem}`,
    `${durationMs} ms`,
  ]);
  print(...table(['at', 'event', 'attempt', 'answer', 'took'], rows));
}
