import { formatYuan, shanghaiTime } from '@duixian/values';
import type { OwnRecord, RecordOutcome, Refusals } from '../system/answers.ts';
import { type Language, sentence } from './explain-account.ts';
import { typeName } from './plain-words.ts';
import { table } from './table.ts';

const WORDS = {
  en: {
    none: 'There are none.',
    list: ['subject', 'revision', 'recorded', 'source'],
    refused: ['when', 'what', 'why'],
    head: (what: string, revision: number, source: string) => `${what}: revision ${revision} of ${source}`,
    notYet: 'Nothing is computed of it yet.',
    older: (revision: number) => `Computed so far of revision ${revision}:`,
    nothing: 'makes no claim',
    beforeCaps: 'Amounts are before the caps of their beneficiaries.',
    decided: (yuan: string) => `${yuan} yuan`,
    undecided: (lowest: string, highest: string) => `waits for a decision: ${lowest} to ${highest} yuan`,
    to: (whom: string) => ` to ${whom}`,
    unmet: (title: string, article: string, why: string) => `– ${title}, ${article}, unmet: ${why}`,
    elsewhere: 'conditions about records of other sources; the bureau knows which',
  },
  zh: {
    none: '没有。',
    list: ['编号', '版本', '接收时间', '来源'],
    refused: ['时间', '事项', '原因'],
    head: (what: string, revision: number, source: string) => `${what}：第 ${revision} 版，来源 ${source}`,
    notYet: '尚未计算。',
    older: (revision: number) => `目前按第 ${revision} 版计算：`,
    nothing: '未形成奖补',
    beforeCaps: '以上为封顶前金额。',
    decided: (yuan: string) => `${yuan} 元`,
    undecided: (lowest: string, highest: string) => `待裁量：${lowest} 至 ${highest} 元`,
    to: (whom: string) => `，${whom}`,
    unmet: (title: string, article: string, why: string) => `– ${title}，${article}，未满足：${why}`,
    elsewhere: '其他来源记录的条件，请向科技局查询',
  },
} as const;

export function recordsInWords(records: readonly OwnRecord[], language: Language): string[] {
  const words = WORDS[language];
  if (records.length === 0) return [words.none];
  const rows = records.map(({ subject, source, current: { revision, recordedAt } }) => [
    ...[subject, String(revision), shanghaiTime(recordedAt), source],
  ]);
  return table(words.list, rows);
}

export function outcomeInWords(outcome: RecordOutcome, language: Language): string[] {
  const { type, subject, source, revision, computedRevision, claims, noClaims } = outcome;
  const words = WORDS[language];
  const head = words.head(`${typeName(type, language)} ${subject}`, revision, source);
  if (computedRevision === null) return [head, words.notYet];
  const paid = claims.map(({ date, beneficiary, status, amountFen, lowestFen, highestFen }) => {
    const amount =
      status === 'decided'
        ? words.decided(formatYuan(amountFen))
        : words.undecided(formatYuan(lowestFen), formatYuan(highestFen));
    return `  ${date} ${amount}${beneficiary ? words.to(beneficiary) : ''}`;
  });
  return [
    head,
    ...(computedRevision < revision ? [words.older(computedRevision)] : []),
    ...(paid.length === 0 ? [words.nothing] : [...paid, words.beforeCaps]),
    ...noClaims.map((one) => unmetInWords(one, language)),
  ];
}

function unmetInWords(
  { article, titleEn, titleZh, failed, failsElsewhere }: RecordOutcome['noClaims'][number],
  language: Language,
): string {
  const words = WORDS[language];
  const own = failed.map((condition) => condition[language]);
  const why = [...own, ...(failsElsewhere ? [words.elsewhere] : [])].join(language === 'zh' ? '；' : '; ');
  const title = language === 'zh' ? titleZh : titleEn;
  return words.unmet(title, sentence(language, 'article', String(article)), why);
}

/** Faults in the register's own words, which are those that the source was answered with. */
export function refusalsInWords(refusals: Refusals, language: Language): string[] {
  const words = WORDS[language];
  if (refusals.length === 0) return [words.none];
  const rows = refusals.map(({ at, type, subject, id, faults }) => [
    shanghaiTime(at),
    [type === null ? '' : typeName(type, language), subject ?? id ?? ''].join(' ').trim(),
    faults.map(({ message }) => message),
  ]);
  return table(words.refused, rows);
}
