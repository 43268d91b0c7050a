import { normalisedUnit } from '@duixian/formats/unit-directory';
import { unitsV1 } from '@duixian/proto';
import {
  type Commands,
  type GrpcService,
  nextAfter,
  RpcError,
  readPage,
  refuseForeignCursor,
  rpcStatus,
  unary,
} from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { Registry } from '../commands/registry.ts';
import { changeUnits, type UnitAct } from '../commands/unit-commands.ts';
import { unitMistakes } from '../domain/unit-proposal.ts';
import { becauseFault, refuseIf } from './request-faults.ts';
import { namedPartyFrom, namedPartyMessage, unitMessage, unitProposalMessage } from './unit-message.ts';

const CURSOR = /^[^\p{Cc}]{1,1000}$/u;

export function unitService(registry: Registry, commands: Commands): GrpcService {
  const methods = unitsV1.UnitServiceService;
  const { units, unitProposals } = registry.collections;
  const implementation: unitsV1.UnitServiceServer = {
    listUnits: unary(async ({ after, limit, source, unit }) => {
      refuseForeignCursor(after, CURSOR);
      const which = { ...(source && { source }), ...(unit && { keys: normalisedUnit(unit) }) };
      const page = await readPage(units.find({ ...which, _id: { $gt: after } }).sort({ _id: 1 }), limit);
      return { units: page.rows.map(unitMessage), next: nextAfter(page, ({ _id }) => _id) };
    }),
    findUnits: unary(async ({ source, units: asked }) => {
      const { most } = LIMITS.unitsLookedUp;
      refuseIf([asked.length > most && `units: at most ${most}`]);
      const keys = [...new Set(asked.map(normalisedUnit))];
      const found = await units.find({ source, keys: { $in: keys } }).toArray();
      return { units: found.map(({ unit, party }) => namedPartyMessage({ unit, party })) };
    }),
    listUnitProposals: unary(async ({ after, limit, onlyProposed }) => {
      refuseForeignCursor(after, CURSOR);
      const which = { _id: { $gt: after }, ...(onlyProposed && { status: 'proposed' as const }) };
      const found = unitProposals.find(which, { projection: { units: 0 } }).sort({ _id: 1 });
      const page = await readPage(found, limit);
      return { proposals: page.rows.map(unitProposalMessage), next: nextAfter(page, ({ _id }) => _id) };
    }),
    getUnitProposal: unary(async ({ id }) => {
      const found = await unitProposals.findOne({ _id: id });
      if (!found) throw new RpcError(rpcStatus.NOT_FOUND, `not-known: nobody proposed units under ${id}`);
      return { proposal: unitProposalMessage(found), units: found.units.map(namedPartyMessage) };
    }),
    changeUnits: commands.unary(methods.changeUnits, {
      decide: (request) => change(registry, request),
      answer: ({ proposal: { id, terms, ...rest }, isNew }) => {
        return { proposal: unitProposalMessage({ _id: id, source: terms.source, ...rest }), isNew };
      },
    }),
  };
  return { definition: methods, implementation };
}

function change(registry: Registry, { id, actor, because, act }: unitsV1.ChangeUnitsRequest) {
  const what = unitAct(act);
  refuseIf([
    !('confirm' in what) && becauseFault(because, 'on what paper, or why'),
    ...('propose' in what ? unitMistakes(id, what.propose) : []),
  ]);
  return changeUnits(registry, { by: actor, id, because, what });
}

function unitAct(act: unitsV1.ChangeUnitsRequest['act']): UnitAct {
  if (act?.$case === 'propose')
    return { propose: { source: act.value.source, units: act.value.units.map(namedPartyFrom) } };
  if (act?.$case === 'confirm') return { confirm: true };
  if (act?.$case === 'reject') return { reject: true };
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'act: propose, confirm or reject');
}
