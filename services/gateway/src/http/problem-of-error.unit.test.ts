import { RpcError, rpcStatus } from '@duixian/runtime';
import { expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { answerProblems } from './answer-problems.ts';

it.each([
  ['is away', rpcStatus.UNAVAILABLE, 'connect ECONNREFUSED', 503, 'A service does not answer now'],
  ['has too much to do', rpcStatus.RESOURCE_EXHAUSTED, '10,000 statuses wait', 503, '10,000 statuses wait'],
  [
    'answers too much at once',
    rpcStatus.RESOURCE_EXHAUSTED,
    'Received message larger than max (75186105 vs. 67108864)',
    ...([500, 'A service failed at this'] as const),
  ],
])('a service that %s', async (_, code, details, status, words) => {
  const app = fastify();
  answerProblems(app);
  app.get('/', () => Promise.reject(Object.assign(new RpcError(code, details), { details })));
  const answer = await app.inject('/');
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([
    status,
    status === 503 ? '2' : undefined,
  ]);
  expect(answer.json().detail).toContain(words);
  await app.close();
});
