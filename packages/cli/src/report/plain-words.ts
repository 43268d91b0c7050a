/** "duixian.contract.v1" → "contract" */
export function shortType(type: string): string {
  return type.split('.')[1] ?? type;
}

const CHINESE: Readonly<Record<string, string>> = {
  party: '主体',
  recognition: '认定',
  sanction: '惩戒',
  contract: '合同',
  receipt: '到账',
  instrument: '仪器',
  usage: '使用记录',
  invoice: '发票',
  decision: '裁量决定',
};

/** "duixian.contract.v1" → "contract", "合同" */
export function typeName(type: string, language: 'en' | 'zh'): string {
  return (language === 'zh' ? CHINESE[shortType(type)] : undefined) ?? shortType(type);
}

const STATES: Readonly<Record<string, string>> = {
  issued: '已签发',
  sent: '已发送',
  accepted: '已受理',
  paid: '已支付',
  rejected: '被拒',
  returned: '已退回',
  'refused-by-treasury': '国库未受理',
};

/** The state of an order; an unknown one is printed as it is. */
export function stateName(state: string, language: 'en' | 'zh'): string {
  return (language === 'zh' ? STATES[state] : undefined) ?? state;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
