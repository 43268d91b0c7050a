import type { FactTypeName } from '@duixian/facts';
import type { Endpoint } from '../http/endpoint.ts';
import { getRecord } from './get.ts';
import { listRecords } from './list.ts';

/** Where the things of each type are read. One institution alone has an endpoint of its own: get-institution.ts. */
const COLLECTIONS: Record<FactTypeName, { path: string; en: string; zh: string }> = {
  'duixian.party.v1': { path: '/v1/institutions', en: 'party', zh: '法人或分支机构' },
  'duixian.recognition.v1': { path: '/v1/recognitions', en: 'recognition', zh: '机构认定' },
  'duixian.sanction.v1': { path: '/v1/sanctions', en: 'sanction', zh: '惩戒' },
  'duixian.contract.v1': { path: '/v1/contracts', en: 'technology contract', zh: '技术合同' },
  'duixian.receipt.v1': { path: '/v1/receipts', en: 'receipt on a contract', zh: '到位资金' },
  'duixian.instrument.v1': { path: '/v1/instruments', en: 'instrument', zh: '大型仪器' },
  'duixian.usage.v1': { path: '/v1/usage-records', en: 'usage record', zh: '使用记录' },
  'duixian.invoice.v1': { path: '/v1/invoices', en: 'sharing invoice', zh: '共享服务发票' },
  'duixian.decision.v1': { path: '/v1/decisions', en: 'decision', zh: '裁量决定' },
};

export const recordEndpoints: readonly Endpoint[] = Object.entries(COLLECTIONS).flatMap(([name, words]) => {
  const type = name as FactTypeName;
  const list = listRecords(type, words.path, words);
  return type === 'duixian.party.v1' ? [list] : [list, getRecord(type, words.path, words)];
});
