import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import { type Language, languageOf, Problem } from '../http/problem.ts';
import { PARTNER_PAGES } from './gen/partner-pages.ts';

const ADDRESS = '/docs/partners';
const FIRST = 'first-event';
const INDEX = 'README';

const WORDS = {
  zh: { reference: '接口文档', other: 'English', otherLanguage: 'en', skip: '目录' },
  en: { reference: 'API reference', other: '中文', otherLanguage: 'zh', skip: 'Contents' },
} as const;

/** What is served here, for who asks by another method. */
export const PAGE_PATHS = ['/docs', ADDRESS, `${ADDRESS}/:language/:page`];

type Asked = { readonly Params: { readonly language: string; readonly page: string } };

/**
 * The guides for partners (docs/partners) as pages without scripts. /docs shows the first one to read, in the language
 * that is preferred; the reference of the API is at /docs/api.
 */
export function servePages(app: FastifyInstance, limit: onRequestAsyncHookHandler): void {
  const shown = { exposeHeadRoute: true, schema: { hide: true }, onRequest: limit };
  for (const [path, page] of [
    ['/docs', FIRST],
    ['/docs/', FIRST],
    [ADDRESS, INDEX],
  ] as const)
    app.get(path, shown, (request, reply) => {
      const language = languageOf(request.headers['accept-language']);
      return asPage(reply).header('vary', 'Accept-Language').send(pageIn(language, page));
    });
  app.get<Asked>(`${ADDRESS}/:language/:page`, shown, ({ params: { language, page } }, reply) => {
    const pages = Object.hasOwn(PARTNER_PAGES, language) ? PARTNER_PAGES[language as Language] : {};
    if (!Object.hasOwn(pages, page))
      throw new Problem('not-found', `There is no such page; ${ADDRESS} lists them.`);
    return asPage(reply).send(pageIn(language as Language, page));
  });
}

function asPage<Reply extends { header(name: string, value: string): Reply }>(reply: Reply): Reply {
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
}

function pageIn(language: Language, name: string): string {
  const pages = PARTNER_PAGES[language];
  const { reference, other, otherLanguage, skip } = WORDS[language];
  const links = Object.entries(pages)
    .toSorted(([one], [two]) => Number(two === INDEX) - Number(one === INDEX))
    .map(([page, { title }]) => {
      const current = page === name ? ' aria-current="page"' : '';
      return `<li><a href="${ADDRESS}/${language}/${page}"${current}>${title}</a></li>`;
    });
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${pages[name]?.title} – Duixian 兑现</title>`,
    '<meta name="viewport" content="width=device-width"><style>',
    'body{font:16px/1.6 sans-serif;margin:0 auto;max-width:75rem;display:flex;flex-wrap:wrap;gap:0 2rem;padding:0 1rem;color:#1a1a1a}',
    'nav{flex:0 0 14rem;padding:1rem 0}nav ul{list-style:none;padding:0}nav li{margin:.3rem 0}[aria-current]{font-weight:bold;color:inherit}',
    'main{flex:1 1 30rem;min-width:0}pre{background:#f3f3f3;padding:.8rem;overflow-x:auto}code{font-family:monospace}',
    'table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid #888;padding:.3rem .6rem;text-align:left;vertical-align:top}',
    `</style></head><body><nav aria-label="${skip}"><ul>${links.join('')}`,
    `<li><a href="/docs/api">${reference}</a></li>`,
    `<li><a href="${ADDRESS}/${otherLanguage}/${name}" hreflang="${otherLanguage}">${other}</a></li></ul></nav>`,
    `<main>${pages[name]?.html}</main></body></html>`,
  ].join('');
}
