import { journalEntryJson } from '@duixian/answers';
import * as api from '@duixian/api';
import { entityOf, mustBeReadable } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';

export const listJournalEntries = endpoint(
  api.listJournalEntries,
  async ({ key, params, query }, services) => {
    await mustBeReadable(key, [params.uscc], services);
    const { movements: journalEntries, next } = await services.disbursement.listMovements({
      entity: await entityOf(params.uscc, services),
      after: query.after ?? '',
      limit: query.limit,
    });
    return { journalEntries: journalEntries.map(journalEntryJson), next: nextOf(next) };
  },
);
