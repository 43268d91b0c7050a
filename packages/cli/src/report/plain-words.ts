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

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
