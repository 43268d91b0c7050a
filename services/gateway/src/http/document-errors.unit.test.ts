import { PROBLEMS, problemDocument } from '@duixian/api';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { answerProblems } from './answer-problems.ts';
import { documentErrors } from './document-errors.ts';
import { Problem } from './problem.ts';

let app: FastifyInstance;

beforeAll(async () => {
  app = fastify();
  answerProblems(app);
  documentErrors(app, async () => {});
  app.get('/refused', () => {
    throw new Problem('conflict', 'It was released before.');
  });
  await app.ready();
});

afterAll(() => app.close());

const ask = (url: string, language?: string) =>
  app.inject({ url, headers: language === undefined ? {} : { 'accept-language': language } });

it.each([
  [undefined, 'Read the present state'],
  ['en-GB, zh;q=0.5', 'Read the present state'],
  ['zh-CN,zh;q=0.9,en;q=0.8', '读取当前状态'],
  ['zho', 'Read the present state'],
])('a problem says what to do for who prefers %s', async (language, remedy) => {
  const document = problemDocument.parse((await ask('/refused', language)).json());
  expect(document).toMatchObject({
    ...{ status: 409, code: 'conflict', detail: 'It was released before.', docUrl: '/docs/errors#conflict' },
    remedy: expect.stringContaining(remedy),
  });
});

it.each(['en', 'zh'])('where a problem leads, each is described in %s, without scripts', async (language) => {
  const answer = await ask('/docs/errors', language);
  expect(answer.headers).toMatchObject({
    ...{ 'content-type': 'text/html; charset=utf-8', vary: 'Accept-Language' },
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  });
  for (const [code, words] of Object.entries(PROBLEMS)) {
    expect(answer.body).toContain(`<tr id="${code}">`);
    expect(answer.body).toContain(language === 'zh' ? words.titleZh : words.title);
  }
  expect(answer.body).toContain('<tr id="item-too-large">');
  expect(answer.body).not.toMatch(/<script|http:|`/);
});
