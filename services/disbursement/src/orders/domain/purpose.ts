import { defined } from '@duixian/values';

/**
 * Cap groups as the treasury's clerk reads them. A group of a later policy shows its own id until it has a
 * name here.
 */
const GROUP_NAMES: Readonly<Record<string, string>> = {
  'import-technology': '引进技术',
  'commissioned-research': '委托研发',
  facilitation: '促成技术转移',
  international: '国际技术转移',
  'international-institution': '国际技术转移机构认定',
  'service-institution': '技术转移服务机构认定',
  'demonstration-municipal': '市级技术转移示范机构认定',
  'demonstration-provincial': '省级技术转移示范机构认定',
  'demonstration-national': '国家级技术转移示范机构认定',
  sharing: '科研设施与仪器共享',
  'ip-service': '知识产权服务',
};

/** 摘要, such as "2019年度 引进技术 奖补"; for several accounts "2018年度 引进技术 等3项 奖补". */
export function purposeOf(lines: readonly { year: number; group: string }[]): string {
  const first = defined(lines[0], 'an order pays something');
  const more = lines.length > 1 ? ` 等${lines.length}项` : '';
  return `${first.year}年度 ${groupName(first.group)}${more} 奖补`;
}

function groupName(group: string): string {
  return GROUP_NAMES[group] ?? group;
}
