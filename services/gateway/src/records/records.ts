import { FACT_TYPE_NAMES } from '@duixian/facts';
import type { Endpoint } from '../http/endpoint.ts';
import { getRecord } from './get.ts';
import { listRecords } from './list.ts';

/** For every type. A single institution has an endpoint of its own: get-institution.ts. */
export const recordEndpoints: readonly Endpoint[] = FACT_TYPE_NAMES.flatMap((type) =>
  type === 'duixian.party.v1' ? [listRecords(type)] : [listRecords(type), getRecord(type)],
);
