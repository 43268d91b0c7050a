import * as api from '@duixian/api';
import { readDirectory } from '@duixian/formats/register';
import type { unitsV1 } from '@duixian/proto';
import { defined, LIMITS } from '@duixian/values';
import type { z } from 'zod';
import { holderOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { AtOnce } from '../http/at-once.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { nextOf } from '../json/next-of.ts';
import { historyJson } from '../persons/history-json.ts';
import type { Services } from '../services.ts';
import { namedPartyJson, namedPartyMessage, unitJson, unitProposalJson } from './json.ts';

const TABLES = new AtOnce(LIMITS.workbooksAtOnce.most, 'tables are read here');

const listUnits = endpoint(api.listUnits, async ({ query }, { units }) => {
  const { after = '', limit, source = '', unit = '' } = query;
  const answer = await units.listUnits({ after, limit, source, unit });
  return { units: answer.units.map(unitJson), next: nextOf(answer.next) };
});

const listUnitProposals = endpoint(api.listUnitProposals, async ({ query }, { units }) => {
  const { after = '', limit, waiting } = query;
  const answer = await units.listUnitProposals({ after, limit, onlyProposed: waiting === 'true' });
  return { proposals: answer.proposals.map(unitProposalJson), next: nextOf(answer.next) };
});

const getUnitProposal = endpoint(api.getUnitProposal, async ({ params, query }, services) => {
  const answer = await services.units.getUnitProposal(params);
  const asked = { of: `units/${params.id}`, after: query.after ?? '', limit: query.limit };
  return {
    proposal: unitProposalJson(defined(answer.proposal, 'a proposal is answered')),
    units: answer.units.map(namedPartyJson),
    history: historyJson(await services.history.listActs(asked)),
  };
});

const proposeUnits = endpoint(api.proposeUnits, ({ key, body }, services) => {
  const { id, source, document: because } = body;
  const units = body.units.map(({ unit, party }) => namedPartyMessage(unit, party));
  return change(services, key, { id, because, act: { $case: 'propose', value: { source, units } } });
});

const importUnits = endpoint(api.importUnits, async ({ key, query, body }, services) => {
  // Without a body there is no content type, so nothing was parsed.
  if (!Buffer.isBuffer(body)) throw new Problem('bad-request', 'The body must be the file; there is none.');
  const { entries, faults } = await TABLES.run('', () => readDirectory(body));
  if (faults.length > 0) {
    const detail = `Nothing was proposed; what is wrong with the table (${faults.length}):`;
    const listed = faults.map(({ line, place, message }) => ({
      ...{ field: `${line ?? ''}.${place}`, reason: 'bad-cell' },
      message: `line ${line}, ${place}: ${message}`,
    }));
    throw new Problem('bad-request', detail, listed);
  }
  const units = entries.map(({ unit, ...party }) => namedPartyMessage(unit ?? party.name, party));
  const { id, source, document: because } = query;
  return change(services, key, { id, because, act: { $case: 'propose', value: { source, units } } });
});

const confirmUnits = endpoint(api.confirmUnits, ({ key, params }, services) => {
  return change(services, key, { id: params.id, because: '', act: { $case: 'confirm', value: {} } });
});

const rejectUnits = endpoint(api.rejectUnits, ({ key, params, body }, services) => {
  const act = { $case: 'reject', value: {} } as const;
  return change(services, key, { id: params.id, because: body.reason, act });
});

async function change(
  { units }: Services,
  key: Key,
  request: Omit<unitsV1.ChangeUnitsRequest, 'actor'>,
): Promise<z.output<typeof api.unitProposalSchema>> {
  const { proposal } = await units.changeUnits({ ...request, actor: holderOf(key) });
  return unitProposalJson(defined(proposal, 'a proposal is answered'));
}

export const unitEndpoints: readonly Endpoint[] = [
  listUnits,
  listUnitProposals,
  getUnitProposal,
  proposeUnits,
  importUnits,
  confirmUnits,
  rejectUnits,
];
