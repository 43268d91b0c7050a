import { type Command, Option } from 'commander';
import { type Language, usualLanguage } from '../report/explain-account.ts';
import { type FactEffect, factInWords } from '../report/explain-fact.ts';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { allPages } from '../system/all-pages.ts';
import type { Explanation, PaymentOrder } from '../system/answers.ts';
import { explanationsOf, noClaimsOf } from '../system/explanations.ts';
import { type FoundFact, findFact, fullType } from '../system/find-fact.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { lang: Language; json?: true };

/** A fact forward to the money: its claims, their accounts, and the orders that paid them. */
export function addExplainFact(explain: Command): void {
  withConnection(explain.command('fact'))
    .description(
      'a fact forward to the money: the claims it makes, their accounts, the orders that paid those',
    )
    .argument('<type>', 'such as contract, receipt, invoice, recognition or decision')
    .argument('<subject>', 'id of the record, such as the registration number of a contract')
    .addOption(new Option('--lang <language>', 'language').choices(['en', 'zh']).default(usualLanguage()))
    .option('--json', 'as JSON')
    .action(explainFact);
}

async function explainFact(type: string, subject: string, options: Options): Promise<void> {
  const client = new SystemClient(findSystem(options));
  const fact = await findFact(client, { type: fullType(type), subject });
  const effects = await effectsOf(client, fact);
  const noClaims = await noClaimsOf(client, { type: fact.type, subject: fact.subject });
  const answer = { fact, effects, noClaims };
  if (options.json) console.log(jsonText(answer));
  else print(...factInWords(answer, options.lang));
}

/** Several of the USCCs may be one entity, so each account is taken once. */
async function effectsOf(client: SystemClient, fact: FoundFact): Promise<FactEffect[]> {
  const found = await Promise.all(fact.usccs.map((uscc) => explanationsOf(client, uscc)));
  const accounts = new Map(found.flat().map((one) => [keyOf(one.account), one]));
  const touched = [...accounts.values()].map((one) => touchedBy(fact, one));
  // Claims of the fact may be among those that the answer only counts.
  const effects = touched.filter(
    ({ claims, furtherClaims, noClaims }) => claims.length + furtherClaims + noClaims.length > 0,
  );
  const entities = [...new Set(effects.map(({ account }) => account.entity))];
  // By entity: an order to a branch counts for the entity that the branch belongs to now.
  const orders = new Map(
    await Promise.all(entities.map(async (entity) => [entity, await ordersOf(client, entity)] as const)),
  );
  return effects.map((effect) => ({
    ...effect,
    orders: (orders.get(effect.account.entity) ?? []).filter((order) => pays(order, effect.account)),
  }));
}

function touchedBy(
  fact: FoundFact,
  { account, claims, furtherClaims, noClaims }: Explanation,
): Omit<FactEffect, 'orders'> {
  const isIt = (other: { type: string; subject: string }) =>
    other.type === fact.type && other.subject === fact.subject;
  const decides = (decision: string | undefined) =>
    fact.type === 'duixian.decision.v1' && decision === fact.subject;
  return {
    account,
    furtherClaims,
    claims: claims.filter(
      ({ claim }) => isIt(claim.fact) || decides('decision' in claim ? claim.decision : undefined),
    ),
    noClaims: noClaims.filter((one) => isIt(one.fact)),
  };
}

async function ordersOf(client: SystemClient, entity: string): Promise<PaymentOrder[]> {
  const orders: PaymentOrder[] = [];
  for await (const page of allPages(client, '/v1/orders', { query: { entity } })) orders.push(...page.orders);
  return orders;
}

function pays({ lines }: PaymentOrder, { year, group }: Explanation['account']): boolean {
  return lines.some((line) => line.year === year && line.group === group);
}

function keyOf({ entity, year, group }: Explanation['account']): string {
  return `${entity} ${year} ${group}`;
}
