import { setTimeout as sleep } from 'node:timers/promises';
import { presetText } from '@duixian/formats/register';
import type {
  accessV1,
  actsV1,
  dealsV1,
  endpointsV1,
  feedV1,
  importsV1,
  mappingsV1,
  meteringV1,
  operationsV1,
  personsV1,
  registerV1,
  sourcesV1,
  unitsV1,
  waitingV1,
} from '@duixian/proto';
import type { HealthClient } from '@duixian/proto/health';
import type { PromiseClient } from '@duixian/runtime';
import { sha256Hex } from '@duixian/values';
import { expect } from '@jest/globals';
import { type Item, USCC } from '../e2e/items.ts';
import { ANOTHER_PERSON, DONE, PAPER, type Row, type Rows } from './rows.ts';
import { OTHER_EXCHANGE } from './scene.ts';

// Who may record what, who may do what, and what is recorded: what a single person tries with each RPC.

const EXCHANGE = 'urn:lu:exchange';
const TERMS: sourcesV1.SourceTerms = {
  ...{ name: '河南技术产权交易所', kind: 'SOURCE_KIND_EXCHANGE', answerableUscc: USCC.lab },
  types: ['duixian.contract.v1', 'duixian.receipt.v1'],
};

export const SOURCES: Rows<sourcesV1.SourceServiceClient> = {
  ...{ listSources: 'reads', getSource: 'reads' },
  async changeSource(ask, { lu }) {
    const change = (act: sourcesV1.ChangeSourceRequest['act'], more = {}) =>
      ask({ uri: EXCHANGE, actor: lu, because: PAPER, act, ...more });
    expect((await change({ $case: 'propose', value: TERMS })).why).toBe(DONE);
    expect((await change({ $case: 'confirm', value: 1 })).why).toMatch(ANOTHER_PERSON);
    expect(
      (await change({ $case: 'confirm', value: 1 }, { actor: { person: 'nobody', key: '1' } })).why,
    ).toMatch(/nobody/);
  },
};

export const HANDINGS_OVER: Rows<sourcesV1.HandingOverServiceClient> = {
  listHandingsOver: 'reads',
  async changeHandingOver(ask, { lu }) {
    const change = (act: sourcesV1.ChangeHandingOverRequest['act'], more = {}) =>
      ask({ id: 'LU-1', actor: lu, because: PAPER, act, ...more });
    const terms = { fromSource: 'urn:exchange:example', type: 'duixian.contract.v1', subject: '' };
    expect((await change({ $case: 'propose', value: { ...terms, toSource: EXCHANGE } })).why).not.toBe(DONE);
    expect((await change({ $case: 'propose', value: { ...terms, toSource: OTHER_EXCHANGE } })).why).toBe(
      DONE,
    );
    expect((await change({ $case: 'confirm', value: {} })).why).toMatch(ANOTHER_PERSON);
  },
};

export const UNITS: Rows<unitsV1.UnitServiceClient> = {
  ...{ listUnits: 'reads', findUnits: 'reads', listUnitProposals: 'reads', getUnitProposal: 'reads' },
  async changeUnits(ask, { lu }) {
    const change = (act: unitsV1.ChangeUnitsRequest['act']) =>
      ask({ id: 'LU-UNITS', actor: lu, because: PAPER, act });
    const party = { uscc: USCC.lab, name: '示例', kind: 'other', divisionCode: '410100', country: '' };
    const value = { source: EXCHANGE, units: [{ unit: '示例', party }] };
    expect((await change({ $case: 'propose', value })).why).toBe(DONE);
    expect((await change({ $case: 'confirm', value: {} })).why).toMatch(ANOTHER_PERSON);
  },
};

/** What a mapping says is believed once two persons have put it in force. */
export const MAPPINGS: Rows<mappingsV1.MappingServiceClient> = {
  ...{ listMappings: 'reads', getMapping: 'reads' },
  async changeMapping(ask, { lu }) {
    const change = (act: mappingsV1.ChangeMappingRequest['act']) =>
      ask({ id: 'lu@1', actor: lu, because: PAPER, act });
    const text = (presetText('sharing-invoices') ?? '')
      .replace(/^id: .*/m, `id: lu\nsource: ${EXCHANGE}`)
      .replace(/^version: .*/m, 'version: 1');
    expect((await change({ $case: 'propose', value: { text } })).why).toBe(DONE);
    expect((await change({ $case: 'confirm', value: {} })).why).toMatch(ANOTHER_PERSON);
  },
};

/** An import acts for a source; the roles of officers are none, and registers judge what is in it as any other fact. */
export const IMPORTS: Rows<importsV1.ImportServiceClient> = {
  ...{ getImport: 'reads', listImports: 'reads', listOutcomes: 'reads', readContent: 'reads' },
  ...{ takeImport: 'operates', saveProgress: 'operates' },
  async changeImport(ask, { lu }) {
    const begin = { kind: 'IMPORT_KIND_FACTS', mapping: '', isDryRun: false, sha256: '' } as const;
    const asked = { source: EXCHANGE, id: 'LU-I', actor: lu };
    const { why } = await ask({ ...asked, act: { $case: 'begin', value: begin } });
    expect(why).toMatch(/may not write as/);
  },
  async appendContent(ask) {
    const asked = { source: EXCHANGE, id: 'LU-I', offset: 0n, content: Buffer.from('{}') };
    expect((await ask(asked)).why).toMatch(/has no import/);
  },
};

/** A deal is no fact: the gateway sends to registers what follows from it, as any other fact of its source. */
export const DEALS: Rows<dealsV1.DealServiceClient> = {
  ...{ getDeal: 'reads', listDeals: 'reads' },
  async keepDeal(ask) {
    const asked = { source: EXCHANGE, dealId: 'LU-D', revision: 1n, status: 'listed', dealJson: '{}' };
    const kept = {
      ...asked,
      dealJson: '{"instalments":[],"registrationNo":null,"revision":1}',
      arrivedAt: '2026-01-01T00:00:00Z',
    };
    const { why, answer } = await ask(kept);
    expect([why, answer?.outcome]).toEqual([DONE, 'DEAL_OUTCOME_KEPT']);
  },
};

/** What waits becomes a fact only as the register of its type judges it. */
export const WAITING: Rows<waitingV1.WaitingServiceClient> = {
  ...{ lookUp: 'reads', listWaitingUnits: 'reads', listRows: 'reads', readSentBack: 'reads' },
  ...{ takeReleased: 'operates', settleReleased: 'operates' },
  async keepRows(ask) {
    const row = { type: 'duixian.usage.v1', subject: 'LU-1', dataJson: '{}', isFinal: false };
    const rows = [{ ...row, waitsFor: [{ field: 'user', unit: '无人知道的单位', division: '' }] }];
    const { why, answer } = await ask({
      source: EXCHANGE,
      way: 'nrii',
      arrivedAt: '2026-01-01T00:00:00Z',
      rows,
    });
    expect([why, answer?.outcomes]).toEqual([DONE, ['KEPT_OUTCOME_WAITING']]);
  },
  async sendBack(ask, { lu }) {
    const asked = { actor: lu, source: EXCHANGE, subject: 'LU-1', revision: 1n };
    expect((await ask({ ...asked, reason: '' })).why).toMatch(/because/);
    expect((await ask({ ...asked, reason: '示例' })).why).toMatch(/lacks-role/);
  },
};

export const PERSONS: Rows<personsV1.PersonServiceClient> = {
  ...{ listPersons: 'reads', getPerson: 'reads' },
  async changePerson(ask, { lu }) {
    const change = (act: personsV1.ChangePersonRequest['act'], more = {}) =>
      ask({ id: 'lu-2', actor: lu, because: PAPER, act, ...more });
    const keys = [{ name: 'own', sha256: sha256Hex('of lu too'), scopes: ['approve'] }];
    const terms = { name: '陆二', kind: 'PERSON_KIND_PERSON', scopes: ['approve'], keys } as const;
    expect((await change({ $case: 'propose', value: { ...terms, keys, scopes: ['approve'] } })).why).toBe(
      DONE,
    );
    expect((await change({ $case: 'confirm', value: 1 })).why).toMatch(ANOTHER_PERSON);
    const machine = {
      ...terms,
      name: '机',
      kind: 'PERSON_KIND_MACHINE',
      keys: [],
      scopes: ['approve'],
    } as const;
    expect(
      (
        await change(
          { $case: 'propose', value: { ...machine, keys: [], scopes: ['approve'] } },
          { id: 'lu-3' },
        )
      ).why,
    ).toMatch(/a machine is never a second person/);
  },
};

/** A key of another person is that person's, and another person has to agree to it. */
export const KEYS: Rows<personsV1.KeyServiceClient> = {
  listKeys: 'reads',
  async createKey(ask, scene) {
    const kind = 'PERSON_KIND_UNSPECIFIED' as const;
    const key = { name: 'lus', scopes: ['approve'], sha256: sha256Hex('lus'), days: 1, kind, addresses: [] };
    const { why, answer } = await ask({ actor: scene.lu, person: 'local-approver', ...key });
    // In development it waits for nobody (see `key.unit.test.ts` of partners); it is still that person's.
    expect([why, answer?.key?.person]).toEqual([DONE, 'local-approver']);
  },
  async confirmKey(ask, { lu }) {
    expect((await ask({ actor: lu, id: 'none' })).why).not.toBe(DONE);
  },
  async rotateKey(ask, { lu }) {
    const { why } = await ask({ actor: lu, id: 'none', sha256: sha256Hex('n'), days: 1, overlapHours: 0 });
    expect(why).not.toBe(DONE);
  },
  async revokeKey(ask, { lu }) {
    expect((await ask({ actor: lu, id: 'none', reason: '示例' })).why).not.toBe(DONE);
  },
};

export const HISTORY: Rows<actsV1.HistoryServiceClient> = { listActs: 'reads' };
export const HEALTH: Rows<HealthClient> = {
  check: 'reads',
  async watch(ask) {
    // It ends with its caller only.
    const answer = await Promise.race([ask({ service: '' }), sleep(100, { why: 'it goes on' })]);
    expect(answer.why).toBe('it goes on');
  },
};
export const FEED: Rows<feedV1.FeedServiceClient> = { readFeed: 'reads' };
/** Where somebody is informed of what they may read anyway moves nothing. */
export const ENDPOINTS: Rows<endpointsV1.EndpointServiceClient> = {
  ...{ listEndpoints: 'reads', getEndpoint: 'reads', listAttempts: 'reads' },
  ...{ createEndpoint: 'operates', rotateSecret: 'operates', changeEndpoint: 'operates' },
};
export const ACCESS: Rows<accessV1.AccessServiceClient> = { getAccess: 'reads', reportUses: 'operates' };
export const METERING: Rows<meteringV1.MeteringServiceClient> = { listUsageTotals: 'reads' };

export const OPERATIONS: Rows<operationsV1.OperationsServiceClient> = {
  ...{ countPending: 'reads', listDeadLetters: 'reads', lookAtCollections: 'reads' },
  ...{ republish: 'operates', resendDeadLetters: 'operates', discardDeadLetters: 'operates' },
  migrateCollections: 'operates',
};

/** `items`: facts of each type that the register keeps, from a source that nobody agreed to. */
export function register(items: readonly Item[]): Rows<registerV1.RegisterServiceClient> {
  const record: Row<PromiseClient<registerV1.RegisterServiceClient>['record']> = async (ask) => {
    for (const item of items) {
      const eventJson = Buffer.from(JSON.stringify({ ...item, source: EXCHANGE }));
      const request = { items: [{ eventJson, traceparent: '' }], anySource: false };
      const { why, answer } = await ask({ ...request, sourceVersions: {} });
      expect([item.type, why || JSON.stringify(answer?.results)]).toEqual([
        item.type,
        expect.stringMatching(/not-authorised/),
      ]);
    }
  };
  return {
    ...{
      record,
      judge: 'reads',
      getThing: 'reads',
      readRecords: 'reads',
      listThings: 'reads',
      export: 'reads',
      listMarked: 'reads',
    },
    ...{ listSources: 'reads', hasMissing: 'reads', listMissing: 'reads', listRefusals: 'reads' },
    dismissMissing: 'operates',
  };
}
