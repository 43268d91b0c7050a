import { crossCheck, partySchema } from '@duixian/facts';
import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { EVENT_OUTCOMES } from './events.ts';
import { day, givenId, name, next, page, title } from './parameters.ts';
import { fault } from './problem.ts';
import { route } from './route.ts';

const MODES = ['listing-agreement', 'auction', 'bidding', 'agreement'] as const;
const STATES = ['listed', 'struck', 'signed', 'registered', 'completed', 'cancelled', 'failed'] as const;
const INSTALMENT_STATES = ['due', 'received', 'returned', 'cancelled'] as const;
const CATEGORIES = ['development', 'transfer', 'licence', 'consulting', 'service'] as const;

const MOST_FEN = 9_999_999_999_999;
const FEN = 'a whole number of fen (分) from 0 to 9,999,999,999,999';
const fen = z.int({ error: FEN }).min(0, { error: FEN }).max(MOST_FEN, { error: FEN }).describe('Fen.');

const INSTALMENT_ID = 'an id of 1 to 40 letters, digits, - or _';
const REGISTRATION = '14 or 16 digits, as text';
const registrationNo = z.string({ error: REGISTRATION }).regex(/^(\d{14}|\d{16})$/, { error: REGISTRATION });

const oneOf = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });

const flag = z.boolean({ error: 'true or false' });

const instalment = z
  .strictObject({
    id: z
      .string({ error: INSTALMENT_ID })
      .regex(/^[A-Za-z0-9_-]{1,40}$/, { error: INSTALMENT_ID })
      .describe('The same for ever: the subject of its receipt is {dealId}/{id}.'),
    dueOn: day.nullable(),
    amountFen: fen,
    receivedOn: day.nullable().describe('Of what came in, also where it went back; otherwise null.'),
    status: oneOf(INSTALMENT_STATES).describe('A deposit is no instalment until it is counted as price.'),
  })
  .check(
    crossCheck(({ status, receivedOn }, report) => {
      const isMoney = status === 'received' || status === 'returned';
      if (isMoney && receivedOn === null) report('receivedOn', 'the day on which it came in');
      if ((status === 'due' || status === 'cancelled') && typeof receivedOn === 'string')
        report('receivedOn', 'null: it did not come in');
    }),
  );

const most = LIMITS.instalmentsOfDeal.most;

const mostPoints = LIMITS.dealIdCodePoints.most;
const dealId = givenId.refine((text) => [...text].length <= mostPoints, {
  error: `a text of 1 to ${mostPoints} characters`,
});

const deal = z
  .strictObject({
    dealId: dealId.describe("The exchange's own."),
    revision: z.int().min(1).describe('Raised at each change of the deal.'),
    mode: oneOf(MODES).describe('挂牌协议, 拍卖, 竞价, 协议定价.'),
    listing: z.strictObject({
      no: givenId,
      title: title.describe('项目名称; the title of the contract.'),
      listedOn: day.nullable(),
      noticeUntil: day.nullable().describe('公示 until.'),
      askFen: fen.nullable(),
    }),
    seller: partySchema,
    buyers: z
      .array(partySchema)
      .max(LIMITS.buyersOfDeal.most)
      .describe('Joint buyers (联合体) need a registration each, and so a deal each.'),
    intermediary: partySchema.nullable(),
    intermediarySigned: flag.describe('Signs as third party; otherwise it is in no contract.'),
    category: oneOf(CATEGORIES).nullable(),
    priceFen: fen.nullable().describe('成交价, without service fee and deposit. Fen.'),
    technologyAmountFen: fen.nullable().describe('核定技术交易额; never taken to be the price. Fen.'),
    instalments: z.array(instalment).max(most),
    struckOn: day.nullable(),
    signedOn: day.nullable(),
    registrationNo: registrationNo.nullable().describe('合同登记编号; before it there is no contract.'),
    registeredOn: day.nullable(),
    relatedParties: flag.nullable(),
    fiscallyFunded: flag.nullable(),
    status: oneOf(STATES),
  })
  .check(crossCheck(compareFields));

/** A deal of a technology exchange (技术产权交易), whole, at a revision, as it is answered. */
export const dealSchema = deal.meta({ id: 'Deal' });

type Report = (field: string, mustBe: string) => void;

function compareFields(deal: Readonly<Record<string, unknown>>, report: Report): void {
  const { status, registrationNo: number, buyers, signedOn, registeredOn } = deal;
  const { priceFen, technologyAmountFen, intermediary, intermediarySigned, instalments } = deal;
  const isRegistered = typeof number === 'string';
  if ((status === 'registered' || status === 'completed') && number === null)
    report('registrationNo', `${REGISTRATION}: the deal is ${status}`);
  if (isRegistered && (status === 'listed' || status === 'struck' || status === 'signed'))
    report('status', 'registered, completed, cancelled or failed: there is a registration number');
  if (isRegistered && Array.isArray(buyers) && buyers.length > 1)
    report('buyers', 'one party: joint buyers (联合体) need a registration each, and so a deal each');
  if (typeof signedOn === 'string' && typeof registeredOn === 'string' && registeredOn < signedOn)
    report('registeredOn', `on or after signedOn, ${signedOn}`);
  if (
    typeof priceFen === 'number' &&
    priceFen >= 0 &&
    typeof technologyAmountFen === 'number' &&
    technologyAmountFen > priceFen
  )
    report('technologyAmountFen', `at most priceFen, ${priceFen}`);
  if (intermediarySigned === true && intermediary === null)
    report('intermediary', 'the party that signed, or intermediarySigned false');
  if (Array.isArray(instalments)) onlyOnce(instalments, report);
}

function onlyOnce(instalments: readonly unknown[], report: Report): void {
  const ids = instalments.map((one) => (one as { id?: unknown } | null)?.id);
  const twice = ids.find((id, index) => typeof id === 'string' && ids.indexOf(id) !== index);
  if (typeof twice === 'string') report('instalments', `a list in which ${twice} stands once`);
}

const source = name
  .describe('The exchange, urn:duixian:exchange:…; may be left out with a key of one source.')
  .optional();

const ofDeal = z.strictObject({ dealId });

/** A deal as it is kept. */
export const keptDealSchema = z
  .strictObject({
    source: z.string(),
    deal: dealSchema,
    arrivedAt: z.string().describe('The arrival of this revision, RFC 3339.'),
    toRegisterBy: z
      .string()
      .nullable()
      .describe(
        '30 days after it was struck, while it has no registration number and did not come to nothing.',
      ),
    lacks: z
      .array(z.string())
      .describe('Fields that a registered deal lacks: its contract waits for a higher revision.'),
  })
  .meta({ id: 'KeptDeal' });

export const putDeal = route({
  method: 'PUT',
  path: '/v1/deals/:dealId',
  access: ['source'],
  tag: 'Facts',
  summary: 'Send a deal of a technology exchange, whole, at a revision',
  summaryZh: '报送技术交易项目（整体状态及修订号）',
  description:
    'Its contract and receipts are recorded from it once it has a registration number; before that officers see it, and nothing ' +
    'else follows. Order and repetition do not matter: the highest revision counts. A number that it does not have any more is ' +
    'voided, money that it does not show any more is returned. Sending it again is always harmless.',
  params: ofDeal,
  query: z.strictObject({ source }),
  body: deal,
  answer: z.strictObject({
    outcome: z.enum(['kept', 'duplicate', 'stale']).describe('Stale: a higher revision is held, and counts.'),
    held: keptDealSchema,
    facts: z
      .array(
        z.strictObject({
          type: z.string(),
          subject: z.string(),
          outcome: z.enum(EVENT_OUTCOMES),
          faults: z.array(fault),
        }),
      )
      .describe('What followed for registers, in this order.'),
  }),
  problems: ['not-json', 'conflict', 'unavailable'],
});

const shared = {
  method: 'GET',
  access: ['read', 'source'],
  tag: 'Facts',
} as const;

export const listDeals = route({
  ...shared,
  path: '/v1/deals',
  summary: 'Deals, by page',
  summaryZh: '技术交易项目一览',
  query: z.strictObject({
    ...page,
    source: name.describe('Of this exchange only; may be left out with a key of one source.').optional(),
    status: oneOf(STATES).describe('Only in this state.').optional(),
  }),
  answer: z.strictObject({ deals: z.array(keptDealSchema), next }),
  problems: ['unavailable'],
});

export const getDeal = route({
  ...shared,
  path: '/v1/deals/:dealId',
  summary: 'A deal as it is held',
  summaryZh: '某项技术交易',
  params: ofDeal,
  query: z.strictObject({ source }),
  answer: keptDealSchema,
  problems: ['not-found', 'unavailable'],
});
