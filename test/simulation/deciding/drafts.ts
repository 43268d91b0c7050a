import type { DecisionData } from '@duixian/facts';
import type { decisionsV1 } from '@duixian/proto';
import type { RecordDocument } from '@duixian/register';
import { type Random, testUsccs } from '@duixian/testing';
import { isOfDecisions, recordsOf } from '../view.ts';
import type { World } from '../world.ts';

type Terms = decisionsV1.DecisionTerms;

/** The payees of `payingFacts`, and the one that becomes a branch there. */
const PAID = [...testUsccs(3), ...testUsccs(10).slice(9)];
const CHANGES = 0.3;
const WITHDRAWALS = 0.2;
const AMOUNTS = 0.7;
const PAYABLE = 0.7;
/** The law does not allow such a rate. */
const WRONG = 0.04;
const DAYS = ['2017-05-12', '2018-06-15', '2018-12-31'];
const RATES: Record<string, readonly string[]> = {
  'commissioned-research': ['0', '0.2', '0.5'],
  'sharing-user': ['0.1', '0.3'],
  'sharing-owner': ['0.05', '1'],
};

/** What somebody proposes: something new, a change of what is in force, or its withdrawal. */
export function draftOf(world: World): decisionsV1.DecisionDraft {
  const { random } = world;
  const rest = paperOf(random);
  const what = random.next();
  const standing = what < CHANGES + WITHDRAWALS ? changeable(world) : [];
  if (standing.length === 0) return { id: '', ...rest, what: { $case: 'terms', value: terms(world) } };
  const { subject: id, data } = random.pick(standing);
  return what < WITHDRAWALS
    ? { id, ...rest, what: { $case: 'withdrawal', value: { decidedBy: '示例' } } }
    : { id, ...rest, what: { $case: 'terms', value: changed(world, data as DecisionData) } };
}

/** Money for one entity. */
export function draftOfAmount(world: World): decisionsV1.DecisionDraft {
  const value = amount(world.random, payee(world));
  return { id: '', ...paperOf(world.random), what: { $case: 'terms', value } };
}

function paperOf(random: Random): Pick<decisionsV1.DecisionDraft, 'documentNo' | 'reason'> {
  return { documentNo: `郑裁〔2020〕${1 + random.below(99)}号`, reason: '示例' };
}

/** Decisions that no partner publishes any more, and for which no confirmation is unanswered. */
function changeable({ mongo, facts, deciders }: World): RecordDocument[] {
  return recordsOf(mongo, 'awards').filter((record) => {
    const { subject, revision } = record;
    const isPublished = facts.every(
      (fact) => !isOfDecisions(fact) || fact.subject !== subject || fact.data.revision <= revision,
    );
    return isOfDecisions(record) && revision > 0 && isPublished && !deciders.isAwaiting(subject);
  });
}

function terms(world: World): Terms {
  const { random } = world;
  return random.isTrue(AMOUNTS) ? amount(random, payee(world)) : rate(random);
}

/** Usually somebody who can be paid. */
function payee({ random, store }: World): string {
  const known = PAID.filter((uscc) => {
    const ledger = store.ledgers.get(uscc);
    return ledger?.entity === uscc && ledger.name !== '' && ledger.payee && ledger.holds.length === 0;
  });
  return random.pick(known.length > 0 && random.isTrue(PAYABLE) ? known : PAID);
}

function changed(world: World, { scope, amountFen }: DecisionData): Terms {
  const { random } = world;
  if (random.isTrue(0.2)) return terms(world);
  if (amountFen !== undefined && scope.entity) return amount(random, scope.entity);
  return rate(random);
}

function amount(random: Random, entity: string): Terms {
  const isToday = random.isTrue(0.2);
  return {
    ...about('ip-service', { entity, year: isToday ? 2020 : 2018 }),
    amountFen: random.pick([1n, 33_335n, 1_000_005n, 5_000_000n, 20_000_000n]),
    decidedOn: isToday ? '' : '2018-06-15',
  };
}

function rate(random: Random): Terms {
  const provision = random.pick(Object.keys(RATES));
  const type = provision === 'commissioned-research' ? 'receipt' : 'invoice';
  const year = random.pick([2017, 2018, 2019]);
  const scope = random.pick([
    { factType: `duixian.${type}.v1`, factSubject: `${type}-${random.below(3)}` },
    { entity: random.pick(PAID), year },
    { year },
  ]);
  return {
    ...about(provision, scope),
    rate: random.isTrue(WRONG) ? '7' : random.pick(RATES[provision] ?? []),
    decidedOn: random.isTrue(0.5) ? '' : random.pick(DAYS),
  };
}

function about(
  provision: string,
  scope: Partial<decisionsV1.DecisionScope>,
): Pick<Terms, 'policy' | 'provision' | 'scope' | 'decidedBy'> {
  return {
    ...{ policy: 'zhengzhou-2017-61', provision, decidedBy: '示例' },
    scope: { factType: '', factSubject: '', entity: '', year: 0, ...scope },
  };
}
