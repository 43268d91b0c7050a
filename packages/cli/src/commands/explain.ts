import { Problem } from '@duixian/local/folder';
import { formatYuan } from '@duixian/values';
import { type Command, Option } from 'commander';
import {
  accountGroup,
  explainAccount,
  type Language,
  noClaimInWords,
  sentence,
  usualLanguage,
} from '../report/explain-account.ts';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { whyOpenInWords } from '../report/why-open.ts';
import type { Explanation } from '../system/answers.ts';
import { explanationsOf, noClaimsOf, type OpenAccount, openAccounts } from '../system/explanations.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { mustBeUscc } from '../system/must-be-uscc.ts';
import { SystemClient } from '../system/system-client.ts';
import { addExplainFact } from './explain-fact.ts';
import { addExplainOrder } from './explain-order.ts';

type ExplainOptions = ConnectionOptions & { lang: Language; json?: true };

export function addExplain(program: Command): void {
  const command = withConnection(program.command('explain'))
    .description(
      'say what an entity is owed for a year and why: article, base, rate, cap, and what made no claim',
    )
    .argument('<entity>', 'any USCC (统一社会信用代码) of the entity')
    .argument('<year>', 'calendar year of the claims')
    .addOption(new Option('--lang <language>', 'language').choices(['en', 'zh']).default(usualLanguage()))
    .option('--json', 'the accounts with their claims as JSON')
    .action(async (entity: string, year: string, options: ExplainOptions) => {
      await explain(entity, year, options);
    })
    .enablePositionalOptions();
  addExplainOrder(command);
  addExplainFact(command);
}

async function explain(entity: string, year: string, options: ExplainOptions): Promise<void> {
  mustBeUscc(entity);
  if (!/^\d{4}$/.test(year)) throw new Problem(`${year} is not a year. Give one such as 2018.`);
  const client = new SystemClient(findSystem(options));
  const explanations = await explanationsOf(client, entity, year);
  if (options.json) {
    console.log(jsonText(explanations));
    return;
  }
  for (const account of explanations) print(...explainAccount(account, options.lang), '');
  print(...(await beside(client, entity, year, explanations, options.lang)));
}

/** What accounts do not show: why nothing was claimed, what is not ordered yet, and what must be paid back. */
async function beside(
  client: SystemClient,
  entity: string,
  year: string,
  explanations: readonly Explanation[],
  language: Language,
): Promise<string[]> {
  const groups = new Set(explanations.map(({ account }) => account.group));
  const noClaims = await noClaimsOf(client, { entity, year: Number(year) });
  const others = noClaims.filter(({ group }) => !groups.has(group ?? ''));
  const open = await openAccounts(client, entity, Number(year));
  const hasNone = explanations.length === 0;
  const nameOf = (group: string) => {
    const explained = explanations.find(({ account }) => account.group === group);
    return explained ? accountGroup(explained, language) : group;
  };
  return [
    ...(hasNone ? [sentence(language, 'nothing', entity, year)] : []),
    ...(hasNone && noClaims.length === 0 ? [sentence(language, 'nothingNamed')] : []),
    ...(others.length > 0 ? [sentence(language, 'elsewhere')] : []),
    ...others.map((one) => noClaimInWords(one, language)),
    ...named(open, nameOf).map((account) =>
      account.openFen !== null && account.openFen < 0n
        ? giveBackInWords(account, language)
        : whyOpenInWords(account, language),
    ),
  ];
}

function named(open: readonly OpenAccount[], nameOf: (group: string) => string): OpenAccount[] {
  return open.map((account) => ({ ...account, group: nameOf(account.group) }));
}

function giveBackInWords({ year, group, openFen, paidFen }: OpenAccount, language: Language): string {
  return sentence(
    language,
    'giveBack',
    formatYuan(openFen === null ? null : -openFen),
    String(year),
    group,
    formatYuan(paidFen),
  );
}
