import { PROBLEMS } from './problem-kinds.ts';
import { REFUSALS } from './refusals.ts';

type Row = { readonly code: string; readonly title: string; readonly remedy: string };

/** Every code that an answer can have, in words: of whole requests by their status, and of single items. */
export function errorRows(language: 'en' | 'zh'): {
  readonly requests: readonly (Row & { readonly status: number })[];
  readonly items: readonly Row[];
} {
  return {
    requests: Object.entries(PROBLEMS).map(([code, words]) => ({
      status: words.status,
      ...inLanguage(code, words, language),
    })),
    items: Object.entries(REFUSALS).map(([code, words]) => inLanguage(code, words, language)),
  };
}

type Words = Readonly<Record<'title' | 'titleZh' | 'remedy' | 'remedyZh', string>>;

function inLanguage(code: string, words: Words, language: 'en' | 'zh'): Row {
  const { title, titleZh, remedy, remedyZh } = words;
  return language === 'zh' ? { code, title: titleZh, remedy: remedyZh } : { code, title, remedy };
}

const HEADS = {
  en: {
    requests: '| code | status | what it means | what to do |\n|---|---|---|---|',
    items: '| reason | what it means | what to do |\n|---|---|---|',
  },
  zh: {
    requests: '| 代码 | 状态 | 含义 | 处理 |\n|---|---|---|---|',
    items: '| 原因 | 含义 | 处理 |\n|---|---|---|',
  },
};

/** A page of text with its two tables generated again, each between its marks. */
export function withErrors(page: string, language: 'en' | 'zh'): string {
  const { requests, items } = errorRows(language);
  const tables = {
    requests: requests.map(
      ({ code, status, title, remedy }) => `| \`${code}\` | ${status} | ${title} | ${remedy} |`,
    ),
    items: items.map(({ code, title, remedy }) => `| \`${code}\` | ${title} | ${remedy} |`),
  };
  return page.replace(
    /(<!-- errors of (requests|items) -->\n)[\s\S]*?(\n<!-- end of errors -->)/g,
    (_, begin: string, of: 'requests' | 'items', end: string) =>
      [begin, HEADS[language][of], '\n', tables[of].join('\n'), end].join(''),
  );
}
