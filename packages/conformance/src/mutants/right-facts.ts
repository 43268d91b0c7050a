import { usccCheckCharacter } from '@duixian/values';
import { seededBytes } from '../core/seeded.ts';

export const RIGHT_SOURCE = 'urn:duixian:exchange:example';

type Fields = Readonly<Record<string, unknown>>;
export type Item = Fields & { readonly data: Fields };

function usccOf(number: number): string {
  const body = `91410100EXAMPLE${String(number).padStart(2, '0')}`;
  return `${body}${usccCheckCharacter(body)}`;
}

function unit(number: number): Fields {
  return {
    uscc: usccOf(number),
    name: `郑州示例${number}号有限公司`,
    kind: 'enterprise',
    divisionCode: '410100',
  };
}

const ABROAD = { uscc: null, name: 'Example K.K.', kind: 'enterprise', divisionCode: null, country: 'JP' };
const INSTRUMENT = 'EXAMPLE-INS-01';

/** A right facts file of a system that is exchange and platform in one: what changes, what comes again, what is rare. */
export function rightFacts(seed: number): Item[] {
  const fen = (name: string) => 1_000_000 + (seededBytes(seed, name).readUInt32BE() % 89_999) * 1_000;
  let deliveries = 0;
  const item = (type: string, subject: string, time: string, data: Fields): Item => {
    deliveries += 1;
    const id = `example-${seed}-${deliveries}`;
    return { specversion: '1.0', id, source: RIGHT_SOURCE, type: `duixian.${type}.v1`, subject, time, data };
  };
  const contract = (number: number, revision: number, changed: Fields = {}): Item => {
    const totalAmountFen = fen(`total ${number}`);
    const amounts = { totalAmountFen, technologyAmountFen: totalAmountFen - 1_000 };
    const parties = { seller: unit(1), buyer: unit(2), intermediary: null };
    return item('contract', `20194101000009${number}${number}`, '2019-04-08T10:00:00+08:00', {
      ...{ revision, category: 'transfer', title: `示例技术${number}`, signedOn: '2019-03-18' },
      ...{ registeredOn: '2019-04-08', ...parties, ...amounts, relatedParties: false },
      ...{ fiscallyFunded: false, status: 'registered', ...changed },
    });
  };
  const changed = { totalAmountFen: fen('total 1') + 2_000 };
  return [
    contract(1, 1),
    contract(1, 2, changed),
    contract(1, 2, changed),
    ...[2, 3, 4, 5].map((number) => contract(number, 1)),
    contract(6, 1, { seller: ABROAD, intermediary: unit(3) }),
    item('receipt', 'EXAMPLE-RCP-1', '2019-04-28T00:00:01+08:00', receipt('2019-04-28', fen('receipt 1'))),
    item('receipt', 'EXAMPLE-RCP-2', '2019-10-30T23:59:59+08:00', receipt('2019-10-30', fen('receipt 2'))),
    item('instrument', INSTRUMENT, '2018-01-08T09:00:00+08:00', {
      ...{ revision: 1, name: '场发射扫描电子显微镜', owner: unit(4), model: 'EXAMPLE-SEM-500' },
      ...{ originalValueFen: fen('instrument'), openSince: '2018-01-08', status: 'open' },
    }),
    item('usage', 'EXAMPLE-USE-1', '2019-01-01T09:00:00+08:00', usage(1, 'draft', fen('use 1'))),
    item('usage', 'EXAMPLE-USE-1', '2019-01-02T09:00:00+08:00', usage(2, 'final', fen('use 1'))),
    item('usage', 'EXAMPLE-USE-2', '2019-01-02T09:00:00+08:00', usage(1, 'final', fen('use 2'))),
    ...[1, 2].flatMap((number) => {
      const amountFen = fen(`use ${number}`);
      const issued = item(
        'invoice',
        invoiceNo(number),
        '2019-01-31T17:00:00+08:00',
        invoice(number, 1, amountFen, 0),
      );
      return [
        issued,
        item(
          'invoice',
          invoiceNo(number),
          '2019-02-20T17:00:00+08:00',
          invoice(number, 2, amountFen, amountFen),
        ),
      ];
    }),
    item('receipt', 'EXAMPLE-RCP-3', '2019-11-30T00:30:00+08:00', receipt('2019-11-30', fen('receipt 3'))),
  ];
}

function receipt(receivedOn: string, amountFen: number): Fields {
  return { revision: 1, registrationNo: '2019410100000911', receivedOn, amountFen, status: 'received' };
}

/** Over midnight and over the New Year. */
function usage(revision: number, status: string, feeFen: number): Fields {
  return {
    ...{
      revision,
      instrumentId: INSTRUMENT,
      owner: unit(4),
      user: unit(2),
      startedAt: '2018-12-31T22:00:00+08:00',
    },
    ...{ endedAt: '2019-01-01T06:00:00+08:00', quantity: '8.5', unit: 'hour', feeFen, way: 'occupy', status },
  };
}

function invoiceNo(number: number): string {
  return `1941200000000000012${number}`;
}

function invoice(number: number, revision: number, amountFen: number, paidAmountFen: number): Fields {
  return {
    ...{
      revision,
      owner: unit(4),
      user: unit(2),
      instrumentIds: [INSTRUMENT],
      usageIds: [`EXAMPLE-USE-${number}`],
    },
    ...{ issuedOn: '2019-01-31', amountFen, paidAmountFen, relatedParties: false },
    status: paidAmountFen > 0 ? 'paid' : 'issued',
  };
}
