import { type Command, Option } from 'commander';
import { type Language, usualLanguage } from '../report/explain-account.ts';
import { orderInWords } from '../report/explain-order.ts';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { explanationOf } from '../system/explanations.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { lang: Language; json?: true };

/** An order back to the law: its lines, their claims, the facts, the articles. */
export function addExplainOrder(explain: Command): void {
  withConnection(explain.command('order'))
    .description(
      'an order (支付申请) back to the law: its accounts, their claims, the facts and the articles',
    )
    .argument('<id>', 'of the order')
    .addOption(new Option('--lang <language>', 'language').choices(['en', 'zh']).default(usualLanguage()))
    .option('--json', 'the order and the explanations of its accounts as JSON')
    .action(explainOrder);
}

async function explainOrder(id: string, options: Options): Promise<void> {
  const client = new SystemClient(findSystem(options));
  const paid = await client.get('/v1/orders/{id}', { path: { id } });
  const lines = await Promise.all(
    paid.lines.map(async (line) => ({
      ...line,
      explained: (await explanationOf(client, { ...line, entity: paid.entity })) ?? null,
    })),
  );
  if (options.json) console.log(jsonText({ order: paid, lines }));
  else print(...orderInWords(paid, lines, options.lang));
}
