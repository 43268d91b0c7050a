import { formatYuan } from '@duixian/values';
import type { Explanation, NoClaim } from '../system/answers.ts';
import { typeName } from './plain-words.ts';

export type Language = 'en' | 'zh';

/** The language of the terminal. */
export function usualLanguage(): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('zh') ? 'zh' : 'en';
}

const SENTENCES = {
  nothing: {
    en: (entity: string, year: string) => `${entity} has no claim in ${year}.`,
    zh: (entity: string, year: string) => `${entity} 在 ${year} 年没有奖补。`,
  },
  total: {
    en: (claimed: string, cap: string, entitled: string) =>
      `claimed ${claimed}, cap ${cap}, due ${entitled} yuan`,
    zh: (claimed: string, cap: string, entitled: string) =>
      `合计 ${claimed} 元，上限 ${cap}，应得 ${entitled} 元`,
  },
  noCap: { en: () => 'none', zh: () => '无' },
  undecided: {
    en: (lowest: string, highest: string) => `waits for a decision: ${lowest} to ${highest} yuan`,
    zh: (lowest: string, highest: string) => `待裁量：${lowest} 至 ${highest} 元`,
  },
  granted: {
    en: (granted: string) => `gets ${granted} yuan`,
    zh: (granted: string) => `实得 ${granted} 元`,
  },
  cut: {
    en: (cut: string) => `the cap cut ${cut} yuan`,
    zh: (cut: string) => `上限扣减 ${cut} 元`,
  },
  article: { en: (article: string) => `article ${article}`, zh: (article: string) => `第${article}条` },
  further: {
    en: (count: string) => `and ${count} further claims, which are in the sums above but not listed`,
    zh: (count: string) => `另有 ${count} 项奖补已计入上述合计，不逐项列出`,
  },
  noClaims: {
    en: () => 'made no claim, because conditions are not met:',
    zh: () => '未形成奖补，条件未满足：',
  },
  elsewhere: {
    en: () => 'What made no claim, and the conditions that are not met:',
    zh: () => '未形成奖补的事项及未满足的条件：',
  },
  nothingNamed: {
    en: () => 'No fact names it in a role that could earn anything in that year.',
    zh: () => '该年度没有以可获奖补的身份涉及该单位的事实。',
  },
  cutBeside: { en: (cut: string) => ` (${cut})`, zh: (cut: string) => `（${cut}）` },
  claim: {
    en: (date: string, title: string, article: string, fact: string) =>
      `${date} ${title}, ${article}: ${fact}`,
    zh: (date: string, title: string, article: string, fact: string) =>
      `${date} ${title}，${article}：${fact}`,
  },
  followed: { en: () => '; ', zh: () => '；' },
  found: { en: (found: string) => ` (${found})`, zh: (found: string) => `（${found}）` },
  giveBack: {
    en: (fen: string, year: string, group: string, paid: string) =>
      `To be paid back of ${year} ${group}: ${fen} yuan (${paid} yuan were paid).`,
    zh: (fen: string, year: string, group: string, paid: string) =>
      `${year} 年 ${group} 应退回 ${fen} 元（已支付 ${paid} 元）。`,
  },
} as const;

export function sentence(language: Language, name: keyof typeof SENTENCES, ...values: string[]): string {
  const write = SENTENCES[name][language] as (...values: string[]) => string;
  return write(...values);
}

/** The cap group of an account: in Chinese by the titles of its provisions, if anything is claimed in it. */
export function accountGroup(
  { account, claims, noClaims }: Pick<Explanation, 'account' | 'claims' | 'noClaims'>,
  language: Language,
): string {
  if (language === 'en') return account.group;
  const titles = [...claims, ...noClaims]
    .map(({ titleZh }) => titleZh)
    .filter((title) => title !== undefined);
  return titles.length === 0 ? account.group : [...new Set(titles)].join('、');
}

/** One account in words: the totals, each claim with its article and arithmetic, and what made no claim and why. */
export function explainAccount(
  { account, claims, furtherClaims, noClaims }: Explanation,
  language: Language,
): string[] {
  const sentenceOf = (name: keyof typeof SENTENCES, ...values: string[]) =>
    sentence(language, name, ...values);
  const cap = account.capFen === null ? sentenceOf('noCap') : formatYuan(account.capFen);
  const lines = [
    `${account.entity} ${account.entityName ?? ''} ${account.year} ${accountGroup({ account, claims, noClaims }, language)}`.replaceAll(
      '  ',
      ' ',
    ),
    sentenceOf('total', formatYuan(account.claimedFen ?? 0n), cap, formatYuan(account.entitledFen ?? 0n)),
  ];
  for (const explained of claims) lines.push(...explainClaim(explained, language));
  if (furtherClaims > 0) lines.push(`  ${sentenceOf('further', furtherClaims.toLocaleString('en'))}`);
  if (noClaims.length > 0) lines.push(`  ${sentenceOf('noClaims')}`);
  lines.push(...noClaims.map((one) => `  ${noClaimInWords(one, language)}`));
  return lines;
}

/** One record that made no claim: the article, and each condition that does not hold, with the actual state. */
export function noClaimInWords(noClaim: NoClaim, language: Language): string {
  const { fact, provision, titleEn, titleZh, article, failed } = noClaim;
  const title = (language === 'zh' ? titleZh : titleEn) ?? provision;
  const reasons = failed.map((condition) => {
    const found = language === 'zh' ? condition.foundZh : condition.foundEn;
    return `${condition[language]}${found ? sentence(language, 'found', found) : ''}`;
  });
  const under = sentence(language, 'article', String(article));
  const head = `– ${typeName(fact.type, language)} ${fact.subject}`;
  // The required state follows, marked as such: read alone it must not pass for the actual state.
  return language === 'zh'
    ? `${head}（${title}，${under}），未满足：${reasons.join('；')}`
    : `${head} (${title}, ${under}), unmet: ${reasons.join('; ')}`;
}

function explainClaim(explained: Explanation['claims'][number], language: Language): string[] {
  const { claim, article, articleText, titleEn, titleZh, cutByCapFen } = explained;
  const sentenceOf = (name: keyof typeof SENTENCES, ...values: string[]) =>
    sentence(language, name, ...values);
  const title = language === 'zh' ? titleZh : titleEn;
  const result =
    claim.status === 'undecided'
      ? sentenceOf('undecided', formatYuan(claim.lowestFen ?? 0n), formatYuan(claim.highestFen ?? 0n))
      : sentenceOf('granted', formatYuan(claim.grantedFen ?? 0n));
  const arithmetic = (language === 'zh' && explained.arithmeticZh) || explained.arithmetic;
  const cut = cutByCapFen ? sentenceOf('cutBeside', sentenceOf('cut', formatYuan(cutByCapFen))) : '';
  const fact = `${typeName(claim.fact.type, language)} ${claim.fact.subject}`;
  return [
    `  ${sentenceOf('claim', claim.date, title, sentenceOf('article', String(article)), fact)}`,
    `    ${articleText}`,
    `    ${arithmetic === '' ? '' : `${arithmetic}${sentenceOf('followed')}`}${result}${cut}`,
  ];
}
