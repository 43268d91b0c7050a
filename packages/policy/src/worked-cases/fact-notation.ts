import { type Fact, type OwnCheck, readItem } from '@duixian/facts';
import { defined, formatRate, parseRate } from '@duixian/values';
import { Clauses } from './clauses.ts';
import type { Parties } from './parties.ts';

/** A fact of a worked case: its name in the case, and the CloudEvent that it represents. */
export type NotedFact = {
  readonly name: string;
  readonly event: Readonly<Record<string, unknown>>;
};

type Line = {
  readonly id: string;
  readonly day: string | undefined;
  readonly clauses: Clauses;
  readonly parties: Parties;
  /** The policy that its decisions name. */
  readonly policyId: string;
};

type Data = Record<string, unknown>;

const LINE = /^([a-z]+) (.+?)(?: (\d{4}-\d{2}-\d{2}))?$/;
const PERCENT_MILLIONTHS = 100n;

/** `contract C1 2019-05-06` and `Institute → Optics; 5,000,000.00` as the item that a partner would send. */
export function factOfLine(key: string, text: string, parties: Parties, policyId: string): NotedFact {
  const [, type = '', id = '', day] = LINE.exec(key) ?? [];
  const dataOf = defined(DATA[type as keyof typeof DATA], `${key}: there is no such type of fact`);
  const clauses = new Clauses(key, text);
  const data = { revision: 1, ...dataOf({ id, day, clauses, parties, policyId }) };
  clauses.end();
  const event = {
    specversion: '1.0',
    id: key,
    source: 'urn:duixian:worked-cases',
    type: `duixian.${type}.v1`,
    subject: type === 'party' ? parties.usccOf(id) : subjectOf(type, id),
    // After every day of every case: nothing is recorded before it has happened.
    time: '2099-12-31T23:59:59+08:00',
    data,
  };
  return { name: id, event };
}

/** Validates it as the services and replay do. */
export function readNotedFact(
  { event }: NotedFact,
  ownCheck: OwnCheck,
): { fact: Fact } | { refusal: string } {
  const read = readItem(event, 0, { ownCheck });
  return 'fact' in read ? read : { refusal: read.faults.map(({ message }) => message).join('; ') };
}

/**
 * C1 ↔ 4101000000000001: contracts have a registration number of 16 digits, all other facts are known by their name.
 */
function subjectOf(type: string, id: string): string {
  return type === 'contract' ? `410100${id.slice(1).padStart(10, '0')}` : id;
}

export function nameOfSubject(type: string, subject: string): string {
  return type === 'duixian.contract.v1' ? `C${Number(subject.slice(6))}` : subject;
}

const DATA: Readonly<Record<string, (line: Line) => Data>> = {
  party: ({ id, clauses, parties }) => {
    const { zh, kind, division } = parties.named(id);
    const parent = clauses.find(/^branch of (.+)$/)?.[0];
    return {
      uscc: parties.usccOf(id),
      name: zh,
      kind: clauses.find(/^kind (.+)$/)?.[0] ?? kind,
      divisionCode: clauses.find(/^division (\d{6})$/)?.[0] ?? division,
      parentUscc: parent === undefined ? null : parties.usccOf(parent),
    };
  },
  recognition: ({ day, clauses, parties }) => {
    const [kind, level] = clauses.need(KINDS, 'a kind of recognition');
    const revokedOn = clauses.dayAfter('revoked') ?? null;
    const isVoided = clauses.has('voided');
    return {
      kind,
      level: level ?? 'municipal',
      documentNo: '郑科〔2018〕1号',
      recognizedOn: day,
      revokedOn,
      status: isVoided ? 'voided' : revokedOn ? 'revoked' : 'recognized',
      ...whose(clauses, parties),
    };
  },
  sanction: ({ day, clauses, parties }) => ({
    from: day,
    until: clauses.dayAfter('until') ?? null,
    documentNo: '失信〔2019〕1号',
    reason: '失信联合惩戒',
    status: clauses.oneOf(['active', 'voided']),
    ...whose(clauses, parties),
  }),
  contract: ({ day, clauses, parties }) => {
    const [seller, buyer] = clauses.pair();
    const intermediary = clauses.find(/^through (.+)$/)?.[0];
    const totalAmountFen = clauses.amountFen();
    return {
      category: clauses.oneOf(['transfer', 'development', 'licence', 'consulting', 'service']),
      title: '技术合同',
      signedOn: clauses.dayAfter('signed') ?? day,
      registeredOn: day,
      seller: parties.inFact(seller),
      buyer: parties.inFact(buyer),
      intermediary: intermediary === undefined ? null : parties.inFact(intermediary),
      totalAmountFen,
      technologyAmountFen: clauses.amountAfter('technology') ?? totalAmountFen,
      relatedParties: clauses.has('related'),
      fiscallyFunded: clauses.has('fiscal'),
      status: clauses.oneOf(['registered', 'voided']),
    };
  },
  receipt: ({ day, clauses }) => ({
    registrationNo: subjectOf('contract', defined(clauses.need(/^of (C\d+)$/, 'of C1')[0], 'a group')),
    receivedOn: day,
    amountFen: clauses.amountFen(),
    status: clauses.oneOf(['received', 'returned']),
  }),
  usage: ({ clauses, parties }) => ({
    instrumentId: 'I1',
    ...ownerAndUser(clauses, parties),
    startedAt: '2019-01-01T08:00:00+08:00',
    endedAt: '2019-01-01T10:00:00+08:00',
    quantity: '2',
    unit: 'hour',
    feeFen: clauses.amountFen(),
    way: 'occupy',
    status: clauses.oneOf(['final', 'draft', 'voided']),
  }),
  invoice: ({ day, clauses, parties }) => {
    const paidAmountFen = clauses.amountFen();
    return {
      ...ownerAndUser(clauses, parties),
      instrumentIds: ['I1'],
      usageIds: clauses.find(/^for (.+)$/)?.[0]?.split(', ') ?? [],
      issuedOn: day,
      amountFen: clauses.amountAfter('billed') ?? paidAmountFen,
      paidAmountFen,
      relatedParties: clauses.has('related'),
      status: clauses.oneOf(['paid', 'issued', 'voided']),
    };
  },
  decision: ({ day, clauses, parties, policyId }) => {
    const rate = clauses.find(/^([\d.]+)%$/)?.[0];
    return {
      policy: clauses.find(/^policy (.+)$/)?.[0] ?? policyId,
      provision: clauses.need(/^under (.+)$/, 'under which provision')[0],
      scope: scopeOf(clauses, parties),
      ...(rate === undefined ? { amountFen: clauses.amountFen() } : { rate: rateOf(rate) }),
      decidedBy: '郑州市科学技术局',
      decidedOn: day,
      documentNo: '郑科函〔2019〕1号',
      reason: '专家评审意见',
      status: clauses.oneOf(['made', 'withdrawn']),
    };
  },
};

const KINDS = /^(service-institution|demonstration|international)(?: (municipal|provincial|national))?$/;

/** The one clause that is only a name. */
function whose(clauses: Clauses, parties: Parties): { uscc: string } {
  const [name = ''] = clauses.need(/^([A-Z][A-Za-z ]+)$/, 'the name of its party');
  return { uscc: parties.usccOf(name) };
}

function ownerAndUser(clauses: Clauses, parties: Parties) {
  const [owner, user] = clauses.pair();
  return { owner: parties.inFact(owner), user: parties.inFact(user) };
}

/** `for 2019`, `for Optics 2019` or `for invoice V1`. */
function scopeOf(clauses: Clauses, parties: Parties): Data {
  const fact = clauses.find(/^for ([a-z]+) (\S+)$/);
  if (fact?.[0] && fact[1])
    return { fact: { type: `duixian.${fact[0]}.v1`, subject: subjectOf(fact[0], fact[1]) } };
  const [name, year] = clauses.need(/^for (?:(.+) )?(\d{4})$/, 'for what');
  return name === undefined ? { year: Number(year) } : { entity: parties.usccOf(name), year: Number(year) };
}

function rateOf(percent: string): string {
  return formatRate(defined(parseRate(percent), `${percent}% is not a rate`) / PERCENT_MILLIONTHS);
}
