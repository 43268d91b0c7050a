import { readFileSync } from 'node:fs';
import { partnersEventsV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import type { HandingOver } from '../domain/handing-over.ts';
import type { Source } from '../domain/source.ts';
import { handingOverState, sourceState } from '../grpc/source-message.ts';
import { changedMessage } from './registry.ts';

const SOURCE: Source = {
  uri: 'urn:duixian:exchange:henan',
  steps: { proposals: 2, waiting: null, confirmed: 2 },
  standing: {
    ...{ name: '河南技术产权交易所', kind: 'exchange', answerableUscc: '91410100170051134L' },
    types: ['duixian.contract.v1', 'duixian.receipt.v1'],
  },
  isWithdrawn: true,
  version: 2,
};
const HANDING_OVER: HandingOver = {
  id: '移交-1',
  terms: {
    ...{ from: 'urn:duixian:exchange:old', to: 'urn:duixian:exchange:henan' },
    ...{ type: 'duixian.contract.v1', subject: '2019410100000001' },
  },
  types: ['duixian.contract.v1'],
  ...{ status: 'confirmed', proposedBy: 'li', document: '合并批复', version: 7 },
  proposedAt: new Date('2026-03-01T01:02:03.004Z'),
  at: new Date('2026-03-02T01:02:03.004Z'),
};

/** Covers all types, that is, those that were agreed to. */
const WHOLE: HandingOver = {
  ...HANDING_OVER,
  ...{ id: '移交-2', version: 8, types: ['duixian.contract.v1', 'duixian.receipt.v1'] },
  terms: { ...HANDING_OVER.terms, type: '', subject: '' },
};

/** proto/golden: what a reader of this version of the message has to understand, byte by byte. */
it('what registers are told is written as ever', () => {
  const changed = {
    sources: [sourceState(SOURCE)],
    handingsOver: [HANDING_OVER, WHOLE].map(handingOverState),
  };
  const { subject, payload } = changedMessage(changed);
  const file = new URL('../../../../proto/golden/partners-changed.json', import.meta.url);
  const golden = JSON.parse(readFileSync(file, 'utf8'));
  expect({
    message: 'duixian.partners.v1.PartnersChanged',
    subject,
    base64: Buffer.from(payload).toString('base64'),
  }).toEqual(golden);
  expect(partnersEventsV1.PartnersChanged.decode(Buffer.from(golden.base64, 'base64'))).toEqual(changed);
});
