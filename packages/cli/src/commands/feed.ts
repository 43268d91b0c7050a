import { setTimeout as sleep } from 'node:timers/promises';
import { formatYuan, shanghaiTime } from '@duixian/values';
import type { Command } from 'commander';
import { print } from '../report/lines.ts';
import type { FeedEvent } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

const LOOK_EVERY_MS = 1_000;

type Options = ConnectionOptions & {
  readonly after?: string;
  readonly types?: string;
  readonly follow?: true;
  readonly json?: true;
};

export function addFeed(program: Command): void {
  withConnection(program.command('feed'))
    .description('what changed, as partners receive it (变更事件): orders, entitlements, keys that end')
    .option('--after <cursor>', 'only what came after this; now: only what comes from now on')
    .option('--types <types>', 'only these types, with commas between them')
    .option('-f, --follow', 'go on with what comes, until Ctrl-C')
    .option('--json', 'each event as JSON, a line each')
    .action(showFeed);
}

async function showFeed({ json, follow, types, ...options }: Options): Promise<void> {
  const client = new SystemClient(findSystem(options));
  let { after } = options;
  for (;;) {
    const query = {
      limit: 1_000,
      ...(after !== undefined && { after }),
      ...(types !== undefined && { types }),
    };
    const { events, next, cursor } = await client.get('/v1/feed', { query });
    for (const event of events) {
      if (json) console.log(JSON.stringify(event));
      else print(inWords(event));
    }
    after = cursor;
    if (next !== null) continue;
    if (!follow) break;
    await sleep(LOOK_EVERY_MS);
  }
  // A script goes on from it the next time.
  if (!json) print(`cursor: ${after}`);
}

function inWords({ sequence, time, type, subject, data }: FeedEvent): string {
  const { amountFen } = data as { amountFen?: unknown };
  const sum = typeof amountFen === 'number' ? `  ${formatYuan(BigInt(amountFen))} yuan` : '';
  return `${Number(sequence)}  ${shanghaiTime(time)}  ${type}  ${subject}${sum}`;
}
