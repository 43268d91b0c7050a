import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { answerProblems } from '../http/answer-problems.ts';
import { PARTNER_PAGES } from './gen/partner-pages.ts';
import { servePages } from './serve-pages.ts';

let app: FastifyInstance;

beforeAll(async () => {
  app = fastify();
  answerProblems(app);
  servePages(app, async () => {});
  await app.ready();
});

afterAll(() => app.close());

const ask = (url: string, language?: string) =>
  app.inject({ url, headers: language === undefined ? {} : { 'accept-language': language } });

it.each([
  [undefined, 'The first event in five minutes'],
  ['zh-CN,zh;q=0.9', '五分钟接入'],
])('/docs shows the first page to read, for who prefers %s', async (language, title) => {
  for (const url of ['/docs', '/docs/']) {
    const { statusCode, headers, body } = await ask(url, language);
    expect([statusCode, headers['vary']]).toEqual([200, 'Accept-Language']);
    expect(body).toContain(`<title>${title}`);
  }
});

it('/docs/partners lists all pages', async () => {
  const { body } = await ask('/docs/partners', 'zh');
  for (const page of Object.keys(PARTNER_PAGES.zh)) expect(body).toContain(`"/docs/partners/zh/${page}"`);
});

const all = (['zh', 'en'] as const).flatMap((language) =>
  Object.keys(PARTNER_PAGES[language]).map((page) => [language, page] as const),
);

it.each(all)('the page %s/%s has no script, and each link leads somewhere', async (language, page) => {
  const { statusCode, headers, body } = await ask(`/docs/partners/${language}/${page}`);
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(body).not.toMatch(/<script|javascript:|\son\w+=/);
  for (const [, place] of body.matchAll(/href="#([^"]+)/g)) expect(body).toContain(` id="${place}"`);
  const links = [...body.matchAll(/href="([^"#]+)/g)].map(([, href = '']) => href);
  for (const href of new Set(links)) {
    const isServed = href.startsWith('/docs/partners/')
      ? (await ask(href)).statusCode === 200
      : href.startsWith('/');
    expect([href, isServed]).toEqual([href, true]);
  }
});

it.each(['/docs/partners/fr/deals', '/docs/partners/zh/nothing', '/docs/partners/zh/__proto__'])(
  '%s is not there',
  async (url) => expect((await ask(url)).statusCode).toBe(404),
);
