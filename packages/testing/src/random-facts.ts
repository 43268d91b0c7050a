import { type Fact, type FactTypeName, readItem } from '@duixian/facts';
import { Random } from './random.ts';
import { testUsccs } from './test-usccs.ts';

const USCCS = testUsccs(9);
/** A branch whose parents no other facts state. */
const BRANCH = testUsccs(10).slice(9).join('');
const PAID = [...USCCS.slice(0, 3), BRANCH];
const DAYS = [
  '2017-03-20',
  '2017-05-11',
  '2017-05-12',
  '2017-12-31',
  '2018-01-01',
  '2018-06-15',
  '2018-12-31',
  '2019-02-28',
  '2019-07-01',
];
const YEARS = [2017, 2018, 2019];
const RATES: Record<string, readonly string[]> = {
  'commissioned-research': ['0', '0.125', '0.3', '0.5'],
  'sharing-user': ['0.1', '0.25', '0.3'],
  'sharing-owner': ['0', '0.15', '1'],
};
const WEIGHTS: readonly (readonly [FactTypeName, number])[] = [
  ['duixian.contract.v1', 8],
  ['duixian.receipt.v1', 5],
  ['duixian.invoice.v1', 5],
  ['duixian.usage.v1', 5],
  ['duixian.recognition.v1', 5],
  ['duixian.decision.v1', 4],
  ['duixian.party.v1', 3],
  ['duixian.sanction.v1', 2],
  ['duixian.instrument.v1', 1],
];
const TYPES = WEIGHTS.flatMap(([type, weight]) => Array.from({ length: weight }, () => type));

/**
 * The history of a small city: `count` facts, each record's revisions in order. Many are about the same few entities
 * and contracts, so that every possible dependency occurs.
 */
export function randomFacts(seed: number, count: number): Fact[] {
  const random = new Random(seed);
  const revisions = new Map<string, number>();
  // Few enough that records are amended, many enough that each type has several.
  const subjects = Math.max(3, Math.ceil(count / 30));
  return Array.from({ length: count }, (_, index) => {
    const type = random.pick(TYPES);
    const subject = subjectOf(random, type, subjects);
    const key = `${type} ${subject}`;
    const revision = (revisions.get(key) ?? 0) + 1 + random.below(2);
    revisions.set(key, revision);
    const data = { revision, ...dataOf(random, type, subject, subjects) };
    return factOf({ type, subject, data, id: `${seed}-${index}` });
  });
}

/**
 * A history of a few entities that are paid, paid more, less, or not at all: amounts by decision, recognitions that are
 * revoked, and one entity that becomes a branch and later is none again; each record's revisions in order.
 */
export function payingFacts(seed: number, count: number): Fact[] {
  const random = new Random(seed);
  const revisions = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const place = random.below(9);
    // Some decisions are about one account, and an amended one may be about another.
    const about = place < 4 ? random.pick(PAID) : (PAID[place % PAID.length] ?? BRANCH);
    const [type, subject, data]: readonly [FactTypeName, string, object] =
      place < 4
        ? ['duixian.decision.v1', `paying-${place}`, amountDecided(random, about)]
        : place < 7
          ? ['duixian.recognition.v1', `paying-${place}`, recognized(random, about)]
          : ['duixian.party.v1', BRANCH, belonging(random)];
    const revision = (revisions.get(subject) ?? 0) + 1;
    revisions.set(subject, revision);
    return factOf({ type, subject, data: { revision, ...data }, id: `${seed}-paying-${index}` });
  });
}

function belonging(random: Random): object {
  const parentUscc = random.isTrue(0.6) ? random.pick(PAID.slice(0, 2)) : null;
  return {
    uscc: BRANCH,
    name: `示例${BRANCH.slice(12)}`,
    kind: 'enterprise',
    divisionCode: '410105',
    parentUscc,
  };
}

function amountDecided(random: Random, entity: string): object {
  return {
    policy: 'zhengzhou-2017-61',
    decidedBy: '示例',
    documentNo: 'EXAMPLE',
    reason: '示例',
    decidedOn: '2018-06-15',
    status: random.isTrue(0.85) ? 'made' : 'withdrawn',
    provision: 'ip-service',
    scope: { entity, year: 2018 },
    amountFen: random.pick([1, 33_335, 1_000_005, 5_000_000, 20_000_000]),
  };
}

function recognized(random: Random, uscc: string): object {
  const status = random.isTrue(0.7) ? 'recognized' : 'voided';
  // The second one is paid from another group under another reading.
  const kind = random.pick(['service-institution', 'international']);
  const about = { uscc, kind, level: 'municipal', documentNo: 'EXAMPLE' };
  return { ...about, recognizedOn: '2018-06-15', status, revokedOn: null };
}

function factOf(named: { type: FactTypeName; subject: string; data: object; id: string }): Fact {
  const time = '2020-01-02T03:04:05+08:00';
  const item = { specversion: '1.0', source: `urn:test:${named.type}`, time, ...named };
  const read = readItem(item, 0);
  if ('fact' in read) return read.fact;
  throw new Error(`a random fact is not right: ${JSON.stringify(read.faults)} in ${JSON.stringify(item)}`);
}

function subjectOf(random: Random, type: FactTypeName, subjects: number): string {
  if (type === 'duixian.party.v1') return random.pick(USCCS);
  if (type === 'duixian.contract.v1') return registrationNo(random, subjects);
  return `${type.split('.')[1]}-${random.below(subjects)}`;
}

function registrationNo(random: Random, subjects: number): string {
  return `20184101${String(random.below(subjects)).padStart(8, '0')}`;
}

function party(random: Random, mayBeForeign: boolean) {
  const kind = random.pick(['enterprise', 'enterprise', 'university', 'research-institute', 'other']);
  if (mayBeForeign && random.isTrue(0.2)) {
    const country = random.pick(['US', 'DE', 'HK', 'TW']);
    return { uscc: null, name: `Firm of ${country}`, kind, divisionCode: null, country };
  }
  const uscc = random.pick(USCCS);
  return {
    uscc,
    name: `示例${uscc.slice(12)}`,
    kind,
    divisionCode: random.pick(['410105', '410105', '110108']),
  };
}

function amountFen(random: Random): number {
  return random.pick([0, 1, 33_335, 1_000_005, 100_000_000, 250_000_017, 500_000_000, 3_000_000_000]);
}

function dataOf(random: Random, type: FactTypeName, subject: string, subjects: number): object {
  switch (type) {
    case 'duixian.party.v1':
      return partyData(random, subject);
    case 'duixian.recognition.v1':
      return recognitionData(random);
    case 'duixian.sanction.v1':
      return sanctionData(random);
    case 'duixian.contract.v1':
      return contractData(random);
    case 'duixian.receipt.v1':
      return {
        registrationNo: registrationNo(random, subjects),
        receivedOn: random.pick(DAYS),
        amountFen: amountFen(random),
        status: random.pick(['received', 'received', 'received', 'returned']),
      };
    case 'duixian.invoice.v1':
      return invoiceData(random, subjects);
    case 'duixian.decision.v1':
      return decisionData(random, subjects);
    case 'duixian.usage.v1':
      return usageData(random, subjects);
    case 'duixian.instrument.v1':
      return {
        name: '示例仪器',
        owner: party(random, false),
        model: 'X-1',
        originalValueFen: amountFen(random),
        openSince: random.pick(DAYS),
        status: random.pick(['open', 'closed']),
      };
  }
}

function partyData(random: Random, subject: string): object {
  const others = USCCS.filter((uscc) => uscc !== subject);
  const parentUscc = random.isTrue(0.5) ? random.pick(others) : null;
  return {
    uscc: subject,
    name: `示例${subject.slice(12)}`,
    kind: 'enterprise',
    divisionCode: '410105',
    parentUscc,
  };
}

function recognitionData(random: Random): object {
  const [recognizedOn, later] = twoDays(random);
  const status = random.pick(['recognized', 'recognized', 'recognized', 'revoked', 'voided']);
  return {
    uscc: random.pick(USCCS),
    kind: random.pick(['service-institution', 'demonstration', 'demonstration', 'international']),
    level: random.pick(['municipal', 'provincial', 'national']),
    documentNo: 'EXAMPLE',
    recognizedOn,
    status,
    revokedOn: status === 'revoked' ? later : null,
  };
}

function sanctionData(random: Random): object {
  const [from, until] = twoDays(random);
  return {
    uscc: random.pick(USCCS),
    from,
    until: from < until && random.isTrue(0.7) ? until : null,
    documentNo: 'EXAMPLE',
    reason: '示例',
    status: random.pick(['active', 'active', 'voided']),
  };
}

function contractData(random: Random): object {
  const [signedOn, registeredOn] = twoDays(random);
  const totalAmountFen = amountFen(random);
  return {
    category: random.pick(['development', 'development', 'transfer', 'licence', 'service']),
    title: '示例合同',
    signedOn,
    registeredOn,
    seller: party(random, true),
    buyer: party(random, true),
    intermediary: random.isTrue(0.7) ? party(random, false) : null,
    totalAmountFen,
    technologyAmountFen: Math.floor(totalAmountFen * random.pick([0, 0.5, 1])),
    relatedParties: random.isTrue(0.1),
    fiscallyFunded: random.isTrue(0.1),
    status: random.pick(['registered', 'registered', 'registered', 'voided']),
  };
}

function invoiceData(random: Random, subjects: number): object {
  const total = amountFen(random);
  return {
    owner: party(random, false),
    user: party(random, true),
    instrumentIds: [],
    usageIds: Array.from({ length: random.below(3) }, () => `usage-${random.below(subjects)}`),
    issuedOn: random.pick(DAYS),
    amountFen: total,
    paidAmountFen: Math.floor(total * random.pick([0, 0.7, 1])),
    relatedParties: random.isTrue(0.1),
    status: random.pick(['paid', 'paid', 'paid', 'issued', 'voided']),
  };
}

function usageData(random: Random, subjects: number): object {
  return {
    instrumentId: `instrument-${random.below(subjects)}`,
    owner: party(random, false),
    user: party(random, true),
    startedAt: '2018-12-31T23:30:00+08:00',
    endedAt: '2019-01-01T01:30:00+08:00',
    quantity: '2.5',
    unit: 'hour',
    feeFen: amountFen(random),
    way: 'occupy',
    status: random.pick(['final', 'final', 'draft', 'voided']),
  };
}

function decisionData(random: Random, subjects: number): object {
  const about = { policy: 'zhengzhou-2017-61', decidedBy: '示例', documentNo: 'EXAMPLE', reason: '示例' };
  const decidedOn = random.pick(DAYS);
  const status = random.pick(['made', 'made', 'made', 'withdrawn']);
  if (random.isTrue(0.15)) {
    const scope = { entity: random.pick(USCCS), year: Number(decidedOn.slice(0, 4)) };
    return { ...about, decidedOn, status, provision: 'ip-service', scope, amountFen: amountFen(random) };
  }
  const provision = random.pick(Object.keys(RATES));
  const rate = random.pick(RATES[provision] ?? []);
  const type = provision === 'commissioned-research' ? 'receipt' : 'invoice';
  const scope = random.pick([
    { fact: { type: `duixian.${type}.v1`, subject: `${type}-${random.below(subjects)}` } },
    { entity: random.pick(USCCS), year: random.pick(YEARS) },
    { year: random.pick(YEARS) },
  ]);
  return { ...about, decidedOn, status, provision, scope, rate };
}

/** The second day is not before the first. */
function twoDays(random: Random): [string, string] {
  const [a, b] = [random.pick(DAYS), random.pick(DAYS)];
  return a <= b ? [a, b] : [b, a];
}
