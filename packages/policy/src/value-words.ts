/** The values of facts in words, in Chinese as in the documents of the regulation. */
const CHINESE: Readonly<Record<string, string>> = {
  registered: '已登记',
  voided: '已作废',
  received: '已到账',
  returned: '已退回',
  issued: '已开具',
  paid: '已付款',
  made: '已作出',
  withdrawn: '已撤回',
  recognized: '已认定',
  revoked: '已撤销',
  development: '技术开发',
  transfer: '技术转让',
  licence: '技术许可',
  consulting: '技术咨询',
  service: '技术服务',
  enterprise: '企业',
  university: '高等学校',
  'research-institute': '科研院所',
  'public-institution': '事业单位',
  other: '其他',
  'service-institution': '技术转移服务机构',
  demonstration: '技术转移示范机构',
  international: '国际技术转移机构',
};

export function chineseOf(value: string): string {
  return CHINESE[value] ?? value;
}
