import { testUsccs } from '@duixian/testing';
import { defined } from '@duixian/values';

/** A fact as a partner sends it. */
export type Item = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: Record<string, unknown>;
};

type Change = Record<string, unknown>;

const YUAN_FEN = 100;
/** As many as a cast has numbers for its contracts. */
const CONTRACTS_OF_CAST = 10_000;
const NAMES = ['示例光电', '示例光电北区分公司', '示例大学', '示例技术转移中心', '示例检测', '示例新材料'];

export function yuan(amount: number): number {
  return amount * YUAN_FEN;
}

/**
 * Who acts in a story, and what partners say about them. Stories on one stage have different casts, so that none meets
 * what another has left.
 */
export function castOf(at: number) {
  const [optics, branch, university, broker, lab, materials] = testUsccs((at + 1) * NAMES.length)
    .slice(at * NAMES.length)
    .map((uscc) => defined(uscc, 'there are enough')) as [string, string, string, string, string, string];
  const USCC = { optics, branch, university, broker, lab, materials };
  const PARTY = {
    optics: inCity(USCC.optics, '示例光电', 'enterprise'),
    branch: inCity(USCC.branch, '示例光电北区分公司', 'enterprise'),
    university: inCity(USCC.university, '示例大学', 'university'),
    broker: inCity(USCC.broker, '示例技术转移中心', 'enterprise'),
    lab: inCity(USCC.lab, '示例检测', 'enterprise'),
    materials: inCity(USCC.materials, '示例新材料', 'enterprise'),
  };
  const contractNo = (number: number) =>
    `20194101${String(at * CONTRACTS_OF_CAST + number).padStart(8, '0')}`;
  const cast = { USCC, PARTY, contractNo };
  return { USCC, PARTY, ...saidByExchange(cast), ...saidByRegistry(cast), ...saidByPlatform(cast) };
}

type Cast = {
  readonly USCC: Readonly<Record<'broker', string>>;
  readonly PARTY: Readonly<Record<'optics' | 'university' | 'materials', object>>;
  contractNo(number: number): string;
};

/** What a technology exchange sends. */
function saidByExchange({ PARTY, contractNo }: Cast) {
  /** A technology contract (技术合同) of 2019; the buyer's article 5 claim is 20% of `technologyAmountFen`. */
  function contract(number: number, change: Change, revision = 1): Item {
    return item('contract', 'exchange:example', contractNo(number), {
      revision,
      category: 'transfer',
      title: '示例技术合同',
      signedOn: '2019-05-05',
      registeredOn: '2019-05-06',
      seller: PARTY.university,
      buyer: PARTY.optics,
      intermediary: null,
      totalAmountFen: yuan(1_000_000),
      technologyAmountFen: yuan(1_000_000),
      relatedParties: false,
      fiscallyFunded: false,
      status: 'registered',
      ...change,
    });
  }

  function receipt(id: string, contractNumber: number, amountFen: number, revision = 1): Item {
    const registrationNo = contractNo(contractNumber);
    const data = { revision, registrationNo, receivedOn: '2019-06-01', amountFen, status: 'received' };
    return item('receipt', 'exchange:example', id, data);
  }

  return { contract, receipt };
}

/** What a register of parties and institutions sends. */
function saidByRegistry({ USCC }: Cast) {
  function party(uscc: string, name: string, parentUscc: string | null, revision = 1): Item {
    const data = { revision, uscc, name, kind: 'enterprise', divisionCode: '410105', parentUscc };
    return item('party', 'registry:example', uscc, data);
  }

  function recognition(id: string, change: Change, revision = 1): Item {
    return item('recognition', 'registry:example', id, {
      revision,
      uscc: USCC.broker,
      kind: 'service-institution',
      level: 'municipal',
      documentNo: '示例〔2019〕1号',
      recognizedOn: '2019-01-10',
      status: 'recognized',
      revokedOn: null,
      ...change,
    });
  }

  return { party, recognition };
}

/** What an instrument platform sends. */
function saidByPlatform({ PARTY }: Cast) {
  function invoice(number: string, change: Change, revision = 1): Item {
    return item('invoice', 'platform:example', number, {
      revision,
      owner: PARTY.university,
      user: PARTY.materials,
      instrumentIds: [],
      usageIds: [],
      issuedOn: '2019-07-01',
      amountFen: yuan(10_000),
      paidAmountFen: yuan(10_000),
      relatedParties: false,
      status: 'paid',
      ...change,
    });
  }

  function usage(id: string, change: Change, revision = 1): Item {
    return item('usage', 'platform:example', id, {
      revision,
      instrumentId: 'microscope',
      owner: PARTY.university,
      user: PARTY.materials,
      startedAt: '2019-06-30T09:00:00+08:00',
      endedAt: '2019-06-30T11:00:00+08:00',
      quantity: '2',
      unit: 'hour',
      feeFen: yuan(4_000),
      way: 'occupy',
      status: 'final',
      ...change,
    });
  }

  return { invoice, usage };
}

export function decision(id: string, change: Change, revision = 1): Item {
  return item('decision', 'officer:example', id, {
    revision,
    policy: 'zhengzhou-2017-61',
    provision: 'sharing-user',
    scope: { year: 2019 },
    rate: '0.2',
    decidedBy: '示例处',
    decidedOn: '2020-03-01',
    documentNo: '示例〔2020〕2号',
    reason: '示例',
    status: 'made',
    ...change,
  });
}

export const { USCC, PARTY, contract, receipt, party, recognition, invoice, usage } = castOf(0);

function item(name: string, system: string, subject: string, data: Record<string, unknown>): Item {
  const revision = Number(data['revision']);
  return {
    specversion: '1.0',
    id: `${subject}-${revision}`,
    source: `urn:duixian:${system}`,
    type: `duixian.${name}.v1`,
    subject,
    time: `2020-04-01T08:00:${String(revision % 60).padStart(2, '0')}+08:00`,
    data,
  };
}

function inCity(uscc: string, name: string, kind: string) {
  return { uscc, name, kind, divisionCode: '410105' };
}
