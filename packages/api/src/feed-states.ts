import { z } from 'zod';
import { sumFen } from './amounts.ts';
import { FEED_EVENT_TYPES, type FeedEventType, feedEventSchema } from './feed.ts';
import { importSchema } from './imports.ts';
import { ORDER_STATES, orderSchema } from './orders.ts';

/** What an event says of its subject, for the descriptions of the API: `data` without `version`. */
type Described = {
  readonly title: string;
  readonly titleZh: string;
  readonly source: string;
  readonly subject: string;
  readonly state: z.ZodObject;
  readonly example: object;
};

const ORDER = '91410100170051134L-2019-import-technology-1';
const DISBURSEMENT = 'urn:duixian:disbursement';
const PARTNERS = 'urn:duixian:partners';
const PAID_AT = '2026-03-02T15:00:00+08:00';

const orderState = orderSchema.omit({ cursor: true, revision: true });

/** What an event of an order shows: the order as it is then. */
const EXAMPLE_ORDER = {
  ...{ id: ORDER, fiscalYear: 2026, functionalCode: '2060404', programme: 'import-technology' },
  ...{ payeeUscc: '91410100170051134L', payeeName: '郑州示例公司', payeeAccountNo: '…1234' },
  ...{ payeeBankName: '示例银行郑州分行', payeeBankCode: '102491002010' },
  ...{ entity: '91410100170051134L', year: 2019, group: 'import-technology', amountFen: 100_000_000 },
  lines: [{ year: 2019, group: 'import-technology', fen: 100_000_000 }],
  ...{ purpose: '技术转移奖补', remark: '', trackingId: ORDER, endToEndId: 'DXABCDEFGHIJKLMNOPQRSTUV23' },
  ...{ issuedAt: '2026-03-01T09:00:00+08:00', updatedAt: PAID_AT, treasuryReason: null },
  ...{ contradiction: null, release: null, returnedFen: 0, returns: [], run: null, replaces: null },
};

type OrderExample = Partial<z.input<typeof orderState>>;

function order(title: string, titleZh: string, changed: OrderExample): Described {
  const example = { ...EXAMPLE_ORDER, ...changed };
  return { title, titleZh, source: DISBURSEMENT, subject: ORDER, state: orderState, example };
}

const RELEASE = { by: 'zhang', reason: '账号已更正', at: PAID_AT };
const [issued, , accepted, paid, rejected, returned, refused] = ORDER_STATES;

const endpointId = z.string().describe('The endpoint.');

const DESCRIBED: Readonly<Record<FeedEventType, Described>> = {
  'duixian.order.issued.v1': order('An order was issued', '支付申请已签发', { state: issued }),
  'duixian.order.accepted.v1': order('The treasury accepted an order', '国库已受理', { state: accepted }),
  'duixian.order.paid.v1': order('An order was paid', '已支付', { state: paid }),
  'duixian.order.rejected.v1': order('The treasury rejected an order', '国库退回申请', {
    ...{ state: rejected, treasuryReason: 'AC01 账号有误' },
  }),
  'duixian.order.returned.v1': order('Money of an order came back', '款项退回', {
    ...{ state: returned, returnedFen: 100_000_000, treasuryReason: '户名不符' },
  }),
  'duixian.order.released.v1': order('An officer released the amount of an order', '经办人已放行', {
    ...{ state: rejected, release: RELEASE },
  }),
  'duixian.order.contradicted.v1': order('Statuses of an order contradict each other', '状态矛盾', {
    ...{ state: paid, contradiction: 'rejected after paid' },
  }),
  'duixian.order.refused_by_treasury.v1': order('The treasury does not take an order', '国库拒收', {
    ...{ state: refused, treasuryReason: 'account unknown' },
  }),
  'duixian.entitlement.changed.v1': {
    ...{ title: 'What an entity is due has changed', titleZh: '应得金额变动' },
    ...{ source: 'urn:duixian:awards', subject: '91410100170051134L' },
    state: z.strictObject({
      entity: z.string(),
      name: z.string(),
      holds: z.array(z.string()).describe('Why nothing of it is ordered; empty: nothing holds it.'),
      accounts: z.array(
        z.strictObject({ year: z.int(), group: z.string(), claimedFen: sumFen, entitledFen: sumFen }),
      ),
    }),
    example: {
      ...{ entity: '91410100170051134L', name: '郑州示例公司', holds: [] },
      accounts: [
        { year: 2019, group: 'import-technology', claimedFen: 120_000_000, entitledFen: 100_000_000 },
      ],
    },
  },
  'duixian.import.finished.v1': {
    ...{ title: 'An import has ended', titleZh: '导入已结束' },
    ...{ source: PARTNERS, subject: 'register-2019-04' },
    state: importSchema.pick({ id: true, source: true, kind: true, dryRun: true, state: true, counts: true }),
    example: {
      ...{ id: 'register-2019-04', source: 'urn:duixian:exchange:henan', kind: 'contract-register' },
      ...{ dryRun: false, state: 'finished' },
      counts: {
        ...{ read: 120, recorded: 117, duplicate: 0, stale: 0 },
        ...{ waiting: 2, alreadyFinal: 0, refused: 1 },
      },
    },
  },
  'duixian.endpoint.disabled.v1': {
    ...{ title: 'An endpoint receives nothing any more', titleZh: '推送地址已停用' },
    ...{ source: PARTNERS, subject: 'we_1a2b3c' },
    state: z.strictObject({ endpoint: endpointId, url: z.string(), because: z.string() }),
    example: { endpoint: 'we_1a2b3c', url: 'https://partner.example/hooks', because: 'it answered 410' },
  },
  'duixian.credential.expiring.v1': {
    ...{ title: 'A key ends soon', titleZh: '密钥即将到期' },
    ...{ source: PARTNERS, subject: '7f3a' },
    state: z.strictObject({
      ...{ key: z.string(), name: z.string(), person: z.string(), expiresAt: z.string() },
      days: z.int().describe('30 or 7: so many days before the end at most.'),
    }),
    example: {
      ...{ key: '7f3a', name: 'exchange', person: 'exchange-machine' },
      ...{ expiresAt: '2026-04-01T09:00:00+08:00', days: 30 },
    },
  },
  'duixian.test.v1': {
    ...{ title: 'A test of an endpoint', titleZh: '推送测试' },
    ...{ source: PARTNERS, subject: 'we_1a2b3c' },
    state: z.strictObject({ endpoint: endpointId }),
    example: { endpoint: 'we_1a2b3c' },
  },
};

/** An event of one type, for documents: what it is called, how it looks, and an example. */
export type EventDescription = {
  readonly type: FeedEventType;
  readonly title: string;
  readonly titleZh: string;
  readonly schema: z.ZodType;
  readonly example: object;
};

/** Every event that partners receive, by webhook and in the feed. */
export const FEED_EVENTS: readonly EventDescription[] = FEED_EVENT_TYPES.map((type) => {
  const { title, titleZh, source, subject, state, example } = DESCRIBED[type];
  const { shape } = feedEventSchema;
  const schema = z.strictObject({
    ...shape,
    type: z.literal(type),
    data: state.extend({ version: shape.data.shape.version }),
  });
  const event = {
    ...{ specversion: '1.0', id: 'evt_0f6c', source, type, subject, time: PAID_AT },
    ...{
      datacontenttype: 'application/json',
      sequence: '0000000000000042',
      data: { version: 3, ...example },
    },
  };
  return { type, title, titleZh, schema, example: event };
});
