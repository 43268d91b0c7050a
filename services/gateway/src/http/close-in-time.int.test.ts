import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { answerProblems } from './answer-problems.ts';
import { closeInTime } from './close-in-time.ts';

const WITHIN_MS = 10_000;
let app: FastifyInstance;
afterEach(() => app.close());

it('ends while requests are under way, connections idle or are silent, and an answer never ends', async () => {
  const { port, go, arrived } = await listen();
  const open = (text: string) => {
    const got = { text: '' };
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => {
      got.text += data;
    });
    socket.on('error', () => {});
    return { got, socket };
  };
  const silent = open('');
  const idle = open('GET /now HTTP/1.1\r\nHost: x\r\n\r\n');
  const slow = open('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
  open('GET /never HTTP/1.1\r\nHost: x\r\n\r\n');
  const half = open('GET /now HTTP/1.1\r\nHo');
  while (!idle.got.text.includes('200 OK') || arrived.size < 2) await sleep(10);
  const started = performance.now();
  const closed = app.close();
  await sleep(50);
  half.socket.write('st: x\r\n\r\n');
  go();
  await closed;
  expect(performance.now() - started).toBeLessThan(WITHIN_MS);
  expect(idle.got.text).toContain('200 OK');
  expect(slow.got.text).toMatch(/200 OK[\s\S]*connection: close/i);
  expect(half.got.text).toMatch(/503 Service[\s\S]*retry-after: 2[\s\S]*application\/problem\+json/i);
  silent.socket.destroy();
}, 20_000);

it('ends at once where nobody is connected', async () => {
  await listen();
  const started = performance.now();
  await app.close();
  expect(performance.now() - started).toBeLessThan(1_000);
});

async function listen() {
  app = fastify({ keepAliveTimeout: 72_000, forceCloseConnections: 'idle', return503OnClosing: false });
  answerProblems(app);
  closeInTime(app);
  let go = () => {};
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  app.get('/now', async () => ({}));
  const arrived = new Set<string>();
  const afterArrival = (path: string, answer: Promise<unknown>) =>
    app.get(path, () => {
      arrived.add(path);
      return answer;
    });
  afterArrival(
    '/slow',
    gone.then(() => ({})),
  );
  afterArrival('/never', new Promise(() => {}));
  const port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
  return { port, go, arrived };
}
