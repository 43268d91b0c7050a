import { testUsccs } from '@duixian/testing';
import type { BankProfile, FileOrder, FileTerms, PaymentFile } from './payment-file.ts';

const [OFFICE = '', PAYEE = ''] = testUsccs(2);
export const OUR_ACCOUNT = '0000000000000000000';
export const REFERENCES = ['DX7RPGXHBRER4CF2WHBKKGOAQ6', 'DXC2DOJT4L6VD5LWCX3QONFLZ5'] as const;

export const ORDER: FileOrder = {
  orderId: '91410100EXAMPLE045-2018-international-1',
  reference: REFERENCES[0],
  amountFen: 100_000_000n,
  payeeName: '郑州示例国际技术转移中心有限公司',
  payeeUscc: PAYEE,
  payeeAccountNo: '0000000000000000001',
  payeeBankCode: '999491000002',
  payeeBankName: '示例银行郑州花园支行',
  payeeTown: '郑州市',
  purpose: '促成国际技术交易补助',
};

export const FILE: PaymentFile = {
  messageId: 'DX20260302-001',
  createdAt: '2026-03-02T10:00:00+08:00',
  executeOn: '2026-03-02',
  initiator: { name: '郑州市示例局', uscc: OFFICE },
  payer: {
    name: '郑州市示例局零余额账户',
    accountNo: OUR_ACCOUNT,
    bankCode: '999491000001',
    bankName: '示例银行郑州分行',
    town: '郑州市',
  },
  orders: [
    ORDER,
    {
      ...ORDER,
      orderId: 'RUN-2018-01-91410100EXAMPLE032',
      reference: REFERENCES[1],
      amountFen: 30_000_000n,
      payeeName: '郑州示例技术转移有限公司',
      payeeAccountNo: '0000000000000000002',
      purpose: '技术转移服务机构补助',
    },
  ],
};

export const PROFILE: BankProfile = { purposeCode: 'GOVT', urgentAboveFen: null };
/** 2026-03-02 is a Monday. */
export const TERMS: FileTerms = {
  today: '2026-03-02',
  isWorkingDay: (day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()),
};
