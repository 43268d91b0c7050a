import { expect, it } from '@jest/globals';
import { newLedger } from '../../ledger/domain/ledger.ts';
import { openLedgerSession } from '../../ledger/domain/ledger-session.ts';
import { settleChanged } from '../../orders/domain/record-status.ts';
import { DEFAULT_PROGRAMME } from '../../programmes/domain/programme.ts';
import type { LedgerDocument } from '../collections.ts';
import { ledgerFrom } from '../load-ledger-session.ts';
import { ledgerOf2 } from './ledger-2.ts';

const USCC = '91410100TEX000002M';
const LEDGER_ACCOUNTS = {
  reservedFen: 0n,
  underWayFen: 0n,
  nettedOutFen: 0n,
  receivedFen: 0n,
  writtenOffFen: 0n,
};

/** As the very first release stored them, before payee accounts, recoveries, members and released orders. */
const EARLY = {
  _id: USCC,
  version: 3,
  entity: USCC,
  entityVersion: 1n,
  name: '示例公司',
  payables: [
    {
      year: 2019,
      group: 'technology-transfer',
      ...LEDGER_ACCOUNTS,
      entitledFen: 30_000n,
      paidFen: 10_000n,
      accountVersion: 2n,
      beyondExact: false,
      orderCount: 1,
      standsSince: new Date(0),
    },
  ],
} as unknown as LedgerDocument;

it('what an early ledger lacks is none, and what it has stays', () => {
  const ledger = ledgerFrom(EARLY);
  expect(Object.keys(ledger).sort()).toEqual(Object.keys(newLedger(USCC)).sort());
  expect(ledger).toMatchObject({
    payee: null,
    claimedBy: [],
    members: [],
    holds: [],
    dueAt: null,
    version: 3,
  });
  expect(ledger.payables).toMatchObject([{ entitledFen: 30_000n, shortSince: null, replaces: '' }]);
});

it('an early ledger is decided on: what is open is ordered', () => {
  const ledgerSession = openLedgerSession([ledgerFrom(EARLY)]);
  ledgerSession.changed.add(USCC);
  const terms = { programmes: [DEFAULT_PROGRAMME], settleForMs: 0, needsPayee: false, now: new Date() };
  settleChanged(ledgerSession, terms);
  expect(ledgerSession.issued).toMatchObject([{ amountFen: 20_000n, payeeAccountNo: '' }]);
});

it('a part of a ledger, as a projection gives it, is read too', () => {
  expect(ledgerOf2({ _id: USCC, entity: USCC })).toEqual({
    ...{
      _id: USCC,
      entity: USCC,
      holds: [],
      members: [],
      activeMembers: null,
      claimedBy: [],
      dueAt: null,
      payee: null,
    },
    ...{ awaitedVersion: 0n, incomplete: null, straightThrough: null },
  });
});

it('a ledger of this release is as it stands', () => {
  const { uscc: _id, ...rest } = newLedger(USCC);
  expect(ledgerFrom({ _id, ...rest, schemaVersion: 2 })).toEqual(newLedger(USCC));
});

it('a ledger of a later release is not made anything of', () => {
  const { uscc: _id, ...rest } = newLedger(USCC);
  expect(() => ledgerFrom({ _id, ...rest, schemaVersion: 3 })).toThrow(
    'a document of ledgers has version 3; this release reads versions 1 and 2',
  );
});
