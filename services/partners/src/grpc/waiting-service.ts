import { waitingV1 } from '@duixian/proto';
import {
  type Commands,
  type GrpcService,
  nextAfter,
  readPage,
  refuseForeignCursor,
  unary,
} from '@duixian/runtime';
import { canonicalJson, LIMITS } from '@duixian/values';
import { recordSecretOf } from '../commands/record-secret.ts';
import type { Registry } from '../commands/registry.ts';
import { sendBack } from '../commands/send-back.ts';
import { readUnits } from '../store/read-units.ts';
import { settleRows } from '../store/settle-rows.ts';
import { freeAt } from '../store/waiting-store.ts';
import { waitingUnits } from '../store/waiting-units.ts';
import { becauseFault, refuseIf } from './request-faults.ts';
import { namedPartyMessage, partyMessage } from './unit-message.ts';
import { arrivingFrom, keptRowMessage, releasedMessage, settledFrom, WIRE_KEPT } from './waiting-message.ts';

/** An instant, and the id of a row. */
const CURSOR = /^\d{1,15} [^\p{Cc}]{1,1000}$/u;
const { callItems, unitsLookedUp, rowsTaken } = LIMITS;

export function waitingService(registry: Registry, commands: Commands): GrpcService {
  const { collections } = registry;
  const { waitingRows, sentBack, clock } = collections;
  const methods = waitingV1.WaitingServiceService;
  const implementation: waitingV1.WaitingServiceServer = {
    lookUp: unary(async ({ source, units }) => {
      refuseIf([units.length > unitsLookedUp.most && `units: at most ${unitsLookedUp.most}`]);
      const directory = await readUnits(collections, source, units);
      const known = units.flatMap((unit) => {
        const party = directory({ name: unit, division: undefined, code: unit });
        return party ? [namedPartyMessage({ unit, party })] : [];
      });
      return { known, recordSecret: await recordSecretOf(collections, source) };
    }),
    keepRows: unary(async (request) => {
      refuseIf([request.rows.length > callItems.most && `rows: at most ${callItems.most}`]);
      const rows = arrivingFrom(request);
      const kept = await registry.withoutActor(async ({ waiting }) => ({
        outcomes: await waiting.keep(request.source, rows),
      }));
      return { outcomes: kept.outcomes.map((outcome) => WIRE_KEPT[outcome]) };
    }),
    listWaitingUnits: unary(async (request) => {
      const { units, next } = await waitingUnits(collections, request);
      const listed = units.map(({ since, suggestions, ...rest }) => {
        return { ...rest, since: since.toISOString(), suggestions: suggestions.map(partyMessage) };
      });
      return { units: listed, next };
    }),
    listRows: unary((request) => listRows(collections, request)),
    takeReleased: unary(async ({ limit }) => {
      if ((await waitingRows.findOne(freeAt(clock.now()))) === null) return { rows: [] };
      const most = Math.min(limit, rowsTaken.most);
      const rows = await registry.withoutActor(({ waiting, at }) => waiting.take(most, at));
      return { rows: rows.map(releasedMessage) };
    }),
    settleReleased: unary(async ({ rows }) => {
      await settleRows(collections, rows.map(settledFrom));
      return {};
    }),
    sendBack: commands.unary(methods.sendBack, {
      decide: ({ actor, source, subject, revision, reason }) => {
        refuseIf([becauseFault(reason, 'why')]);
        return sendBack(registry, { by: actor, source, subject, revision: Number(revision), reason });
      },
      answer: ({ isNew }) => ({ isNew }),
    }),
    readSentBack: unary(async ({ source, subjects }) => {
      refuseIf([subjects.length > callItems.most && `subjects: at most ${callItems.most}`]);
      const ids = subjects.map((subject) => canonicalJson([source, subject]));
      const found = await sentBack.find({ _id: { $in: ids } }).toArray();
      return { records: found.map(({ subject, revision }) => ({ subject, revision: BigInt(revision) })) };
    }),
  };
  return { definition: methods, implementation };
}

async function listRows(
  { waitingRows }: Registry['collections'],
  { after, limit, source }: waitingV1.ListRowsRequest,
): Promise<waitingV1.ListRowsResponse> {
  refuseForeignCursor(after, CURSOR);
  const [atMs = '', ...rest] = after.split(' ');
  const arrivedAt = new Date(Number(atMs));
  const before = { $or: [{ arrivedAt: { $lt: arrivedAt } }, { arrivedAt, _id: { $lt: rest.join(' ') } }] };
  const found = waitingRows.find({ source, ...(after !== '' && before) }).sort({ arrivedAt: -1, _id: -1 });
  const page = await readPage(found, limit);
  return {
    rows: page.rows.map(keptRowMessage),
    next: nextAfter(page, (row) => `${row.arrivedAt.getTime()} ${row._id}`),
  };
}
