import { randomBytes } from 'node:crypto';
import {
  contract,
  decision,
  invoice,
  PARTY,
  party,
  receipt,
  recognition,
  USCC,
  usage,
  yuan,
} from '../e2e/items.ts';
import { FISCAL_YEAR, Officers } from '../e2e/officers.ts';
import type { Stage } from '../e2e/stage.ts';

const RUN = 'R1';

/** Records of every kind, so that requests often find something; returns ids and USCCs that name them. */
export async function fillWorld(stage: Stage): Promise<{ ids: string[]; usccs: string[] }> {
  const officers = await Officers.of(stage);
  const parties = Object.values(PARTY).map(({ uscc, name }) => party(uscc, name, null));
  const facts = [
    ...parties,
    recognition('S1', { uscc: USCC.broker }),
    recognition('S2', { uscc: USCC.lab }),
    contract(1, {}),
    contract(2, { category: 'development' }),
    receipt('P1', 2, yuan(10_000)),
    usage('U1', {}),
    invoice('01234567890123456789', { usageIds: ['U1'] }),
    decision('D1', {}),
  ];
  await stage.send(...facts);
  await stage.settled();
  const [order] = await stage.settledOrders(USCC.optics, 1);
  await officers.appropriate('institutions', yuan(10_000_000));
  await officers.draft(RUN, 'institutions');
  await officers.step('ann', RUN, 'publish');
  const account = { accountName: PARTY.broker.name, bankName: '示例银行', bankCode: '102491002010' };
  const accountNo = String(6_222_021_702_000_001n * 1_000n + BigInt(randomBytes(1)[0] ?? 0));
  await officers.do('ann', `/v1/payees/${USCC.broker}/propose`, { ...account, accountNo });
  const records = facts.map(({ subject }) => subject);
  const ids = [...records, RUN, order?.id ?? '', 'institutions', 'awards', 'sharing', String(FISCAL_YEAR)];
  return { ids, usccs: Object.values(USCC) };
}
