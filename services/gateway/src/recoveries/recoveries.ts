import { defined, LIMITS } from '@duixian/values';
import { z } from 'zod';
import { type Key, mustBePerson } from '../access/key.ts';
import { entityOf, entityToRead, mustBeReadableOrNone } from '../access/own-entity.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import {
  amountFen,
  day,
  document,
  givenId,
  name,
  next,
  nextOf,
  page,
  requestBody,
  text,
  uscc,
} from '../http/parameters.ts';
import { recoveryJson, recoverySchema, transferJson, transferSchema } from './json.ts';

/** The treasury's machine books what it received; by `prepare` it is an act of a second person. */
function mustBookMoneyBack(key: Key): void {
  if (!key.treasury) mustBePerson(key);
}

const ofRecovery = z.strictObject({ id: name });
const PARTS = `a list of 1 to ${LIMITS.demandsOfATransfer.most} objects with recovery and fen`;
const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

const bankReference = givenId.describe("The bank's reference of the transfer.");

const listRecoveries = endpoint({
  method: 'GET',
  path: '/v1/recoveries',
  access: ['read', 'read:entity'],
  tag: 'Money',
  summary: 'What entities were asked to give back, in the order of ids, by page',
  summaryZh: '追回通知一览',
  query: z.strictObject({ entity: uscc.optional(), ...page }),
  answer: z.strictObject({ recoveries: z.array(recoverySchema), next }),
  problems: ['unavailable'],
  async handle({ key, query }, services) {
    const { after = '', limit } = query;
    const entity = await entityOf(await entityToRead(key, query.entity, services), services);
    const answer = await services.recoveries.listRecoveries({ after, limit, entity });
    return { recoveries: answer.recoveries.map(recoveryJson), next: nextOf(answer.next) };
  },
});

const getRecovery = endpoint({
  method: 'GET',
  path: '/v1/recoveries/:id',
  access: ['read', 'read:entity'],
  tag: 'Money',
  summary: 'One demand: what it asked for, what came back, what is outstanding',
  summaryZh: '单个追回通知及其执行',
  params: ofRecovery,
  answer: recoverySchema,
  problems: ['not-found', 'unavailable'],
  async handle({ key, params }, services) {
    const answer = await services.recoveries.getRecovery(params);
    const recovery = defined(answer.recovery, 'a demand is answered');
    await mustBeReadableOrNone(key, [recovery.entity], services, `there is no demand "${params.id}"`);
    return recoveryJson(recovery);
  },
});

const demand = endpoint({
  method: 'POST',
  path: '/v1/recoveries',
  access: ['prepare'],
  tag: 'Money',
  summary: 'Demand what was paid to an entity and is not due any more',
  summaryZh: '下达追回通知',
  description:
    'All that can be recovered now; later payables go on settling it. Refused: nothing that can be recovered, a time in ' +
    'which later payables may settle it still, a demand that stands already, an entity with a hold.',
  body: requestBody({
    entity: uscc,
    dueOn: day.describe('Last day to pay, YYYY-MM-DD.'),
    reason: text.describe('Why it is not due, with the article.'),
    document,
  }),
  answer: recoverySchema,
  problems: ['not-json', 'conflict', 'unavailable'],
  async handle({ key, body }, { recoveries }) {
    const { recovery } = await recoveries.demand({ ...body, by: key.person });
    return recoveryJson(defined(recovery, 'a demand is answered'));
  },
});

const receive = endpoint({
  method: 'POST',
  path: '/v1/recoveries/:id/receipts',
  access: ['prepare', 'treasury'],
  tag: 'Money',
  summary: 'Money came back: the whole, or a part',
  summaryZh: '登记追回款到账',
  description:
    "The bank's reference counts once over all demands of all entities: the same transfer again has no effect, another one " +
    'under a reference that is booked is refused, naming the demands that it was booked on. Refused too: more than is ' +
    'outstanding, a demand that is settled or written off, and who demanded it. A transfer that settles several demands: ' +
    '`POST /v1/transfers-back`.',
  params: ofRecovery,
  body: requestBody({
    id: bankReference,
    amountFen,
    document,
  }),
  answer: recoverySchema,
  problems,
  async handle({ key, params, body }, { recoveries }) {
    mustBookMoneyBack(key);
    const { id, amountFen: amount, document: paper } = body;
    const { recovery } = await recoveries.receive({
      recovery: params.id,
      id,
      fen: BigInt(amount),
      document: paper,
      by: key.person,
    });
    return recoveryJson(defined(recovery, 'a demand is answered'));
  },
});

const receiveTransfer = endpoint({
  method: 'POST',
  path: '/v1/transfers-back',
  access: ['prepare', 'treasury'],
  tag: 'Money',
  summary: 'Money came back by one transfer that settles several demands',
  summaryZh: '登记一笔到账款清偿多个追回通知',
  description:
    'All its parts are booked, or none. They name each demand once and add up to the amount; where they do not, their sum is ' +
    "told. The bank's reference counts once, as for one demand, and whoever made one of the demands does not book it.",
  body: requestBody({
    id: bankReference,
    amountFen: amountFen.describe('Of the whole transfer, in fen.'),
    parts: z
      .array(z.strictObject({ recovery: name.describe('Id of the demand.'), fen: amountFen }), {
        error: PARTS,
      })
      .min(1, { error: PARTS })
      .max(LIMITS.demandsOfATransfer.most, { error: PARTS }),
    document,
  }),
  answer: transferSchema,
  problems,
  async handle({ key, body }, { recoveries }) {
    mustBookMoneyBack(key);
    const { id, amountFen: amount, parts, document: paper } = body;
    const { transfer } = await recoveries.receiveTransfer({
      id,
      amountFen: BigInt(amount),
      parts: parts.map(({ recovery, fen }) => ({ recovery, fen: BigInt(fen) })),
      document: paper,
      by: key.person,
    });
    return transferJson(defined(transfer, 'a transfer is answered'));
  },
});

const getTransfer = endpoint({
  method: 'GET',
  path: '/v1/transfers-back/:id',
  access: ['read', 'treasury'],
  tag: 'Money',
  summary: "What is booked under a bank's reference of money given back",
  summaryZh: '查询某银行流水号登记的追回款',
  params: ofRecovery,
  answer: transferSchema,
  problems: ['not-found', 'unavailable'],
  async handle({ params }, { recoveries }) {
    const { transfer } = await recoveries.getTransfer(params);
    return transferJson(defined(transfer, 'a transfer is answered'));
  },
});

const writeOff = endpoint({
  method: 'POST',
  path: '/v1/recoveries/:id/write-off',
  access: ['approve'],
  tag: 'Money',
  summary: 'Give up what is outstanding of a demand, by a decision',
  summaryZh: '核销未追回款项',
  description:
    'Never by who demanded it. Refused as well: a demand that is settled, or of which nothing is outstanding. The same ' +
    'again has no effect.',
  params: ofRecovery,
  body: requestBody({ document }),
  answer: recoverySchema,
  problems,
  async handle({ key, params, body }, { recoveries }) {
    const request = { recovery: params.id, document: body.document, by: key.person };
    const { recovery } = await recoveries.writeOff(request);
    return recoveryJson(defined(recovery, 'a demand is answered'));
  },
});

export const recoveryEndpoints: readonly Endpoint[] = [
  listRecoveries,
  getRecovery,
  demand,
  receive,
  receiveTransfer,
  getTransfer,
  writeOff,
];
