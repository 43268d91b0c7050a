import { defined } from '@duixian/values';
import { z } from 'zod';
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
import { recoveryJson, recoverySchema } from '../json/recovery-json.ts';
import { mustBePerson } from '../keys/key.ts';
import { entityOf, entityToRead, mustBeReadable } from '../keys/own-entity.ts';

const ofRecovery = z.strictObject({ id: name });
const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

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
    await mustBeReadable(key, [recovery.entity], services);
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
    'The same payment again has no effect. Refused: more than is outstanding, another amount under the same id, a demand ' +
    'that is settled or written off.',
  params: ofRecovery,
  body: requestBody({
    id: givenId.describe("The caller's own id of the payment, such as the bank's number of it."),
    amountFen,
    document,
  }),
  answer: recoverySchema,
  problems,
  async handle({ key, params, body }, { recoveries }) {
    // The treasury's machine books what it received; by prepare it is an act of a second person.
    if (!key.treasury) mustBePerson(key);
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
  writeOff,
];
