import { defined } from '@duixian/values';

/** What the treasury's clerk reads instead of the id of a cap group, in Chinese; one without a name shows its id. */
export type GroupNames = ReadonlyMap<string, { readonly zh: string }>;

/** 摘要, such as "2019年度 引进技术 奖补"; for several accounts "2018年度 引进技术 等3项 奖补". */
export function purposeOf(lines: readonly { year: number; group: string }[], names?: GroupNames): string {
  const { year, group } = defined(lines[0], 'an order pays something');
  const more = lines.length > 1 ? ` 等${lines.length}项` : '';
  return `${year}年度 ${names?.get(group)?.zh ?? group}${more} 奖补`;
}
