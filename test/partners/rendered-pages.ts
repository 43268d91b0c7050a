import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Marked, type Tokens } from 'marked';
import { PAGES_FOLDER } from './page-blocks.ts';

export const PAGES_MODULE = join(PAGES_FOLDER, '../../services/gateway/src/pages/gen/partner-pages.ts');

const ADDRESS = '/docs/partners';
const PAGE = /^(?:\.\.\/(zh|en)\/)?([\w-]+)\.md(#.*)?$/;
const FACTS_PAGE = /^(?:\.\.\/\.\.\/)?facts(?:\.zh-CN)?\.md(#.*)?$/;

type Page = { readonly title: string; readonly html: string };

/** The module that the gateway serves the guides of partners from: made of docs/partners, so that nothing reads files. */
export function pagesModule(): string {
  const pages = Object.fromEntries(['zh', 'en'].map((language) => [language, pagesIn(language)] as const));
  return [
    '// Made of docs/partners by `npm run pages`; do not edit.',
    '',
    'export const PARTNER_PAGES: Readonly<',
    "  Record<'zh' | 'en', Readonly<Record<string, { readonly title: string; readonly html: string }>>>",
    `> = ${JSON.stringify(pages, null, 2)};`,
    '',
  ].join('\n');
}

/** Beside the guides: the facts, field by field. */
const FACTS: Readonly<Record<string, string>> = { zh: '../facts.zh-CN.md', en: '../facts.md' };

function pagesIn(language: string): Record<string, Page> {
  const names = readdirSync(join(PAGES_FOLDER, language)).toSorted();
  return {
    ...Object.fromEntries(
      names.map((name) => [basename(name, '.md'), pageOf(language, join(language, name))]),
    ),
    facts: pageOf(language, FACTS[language] ?? ''),
  };
}

function pageOf(language: string, name: string): Page {
  const text = readFileSync(join(PAGES_FOLDER, name), 'utf8');
  const [, title = name] = /^# (.+)$/m.exec(text) ?? [];
  return { title, html: markedIn(language).parse(text, { async: false }) };
}

/** Links lead to the pages as the gateway serves them; what lies elsewhere in the repository is named only. */
function markedIn(language: string): Marked {
  return new Marked({
    gfm: true,
    renderer: {
      link({ href, tokens }: Tokens.Link): string {
        const text = this.parser.parseInline(tokens);
        const facts = FACTS_PAGE.exec(href);
        if (facts) return `<a href="${ADDRESS}/${language}/facts${facts[1] ?? ''}">${text}</a>`;
        const [, other = language, page, place = ''] = PAGE.exec(href) ?? [];
        if (page !== undefined && isPage(other, page))
          return `<a href="${ADDRESS}/${other}/${page}${place}">${text}</a>`;
        return href.startsWith('/') || href.startsWith('#') ? `<a href="${href}">${text}</a>` : text;
      },
      heading({ tokens, depth, text }: Tokens.Heading): string {
        return `<h${depth} id="${placeOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      // There is none in the pages, and none comes through.
      html({ text }: Tokens.HTML | Tokens.Tag): string {
        return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      },
    },
  });
}

function isPage(language: string, page: string): boolean {
  return existsSync(join(PAGES_FOLDER, language, `${page}.md`));
}

/** As repositories name the place of a heading. */
function placeOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}
