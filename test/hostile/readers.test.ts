import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { City } from '@duixian/testing';
import { numbersOf } from '@duixian/testing/long-forms';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Item } from '../e2e/items.ts';
import { whatIsWrong } from '../e2e/what-is-wrong.ts';
import { forgetPeak, peakMib, residentMib } from './process-memory.ts';
import { AT_MOST_TIMES_BESIDE_MUCH, PASSES, PATIENCE_MS, Scene } from './scene.ts';

/** `HEAVY`: the number of large facts in each pass. */
const { readers: READERS, largeFacts: HEAVY, stallSeconds } = numbersOf('hostile');
const STALL_MS = stallSeconds * 1_000;

let scene: Scene;

beforeAll(async () => {
  scene = await Scene.open();
}, PATIENCE_MS);

afterAll(() => scene?.close(), PATIENCE_MS);

describe('large facts', () => {
  const heavy = (index: number): Item => {
    const invoice = new City({ entities: 2, institutions: 1 }).invoice(index) as Item;
    const usageIds = Array.from({ length: 1_000 }, (_, at) => `${index}-${at}-`.padEnd(98, 'U'));
    return {
      ...invoice,
      subject: `HEAVY-${index}`,
      id: `heavy-${index}`,
      data: { ...(invoice['data'] as object), usageIds },
    };
  };

  it(
    'are recorded many at a time',
    async () => {
      await scene.withoutHarm(
        'large facts',
        (attempt) =>
          scene.sendPatiently(Array.from({ length: HEAVY }, (_, index) => heavy(attempt * HEAVY + index))),
        AT_MOST_TIMES_BESIDE_MUCH,
      );
    },
    PATIENCE_MS,
  );

  it(
    'a page of them ends by bytes, and the next goes on',
    async () => {
      await scene.withoutHarm('pages of large facts', async () => {
        let seen = 0;
        for (let after = ''; ; ) {
          const page = await scene.stage.get(`/v1/invoices?limit=1000${after}`);
          seen += page.things.length;
          if (page.next === null) break;
          after = `&after=${encodeURIComponent(page.next)}`;
        }
        expect(seen).toBeGreaterThanOrEqual(PASSES.least * HEAVY);
      });
    },
    PATIENCE_MS,
  );

  it.each([
    ['with one key', 1],
    ['with a key each', READERS],
  ])(
    'many who ask for all facts and read nothing, %s',
    async (_, keyCount) => {
      const names = Array.from({ length: keyCount }, (_, at) => `reader ${at} of ${keyCount}`);
      const given = await scene.stage.giveKeys(Object.fromEntries(names.map((name) => [name, ['read']])));
      const keys = [...given.values()];
      await scene.withoutHarm('slow readers', async () => {
        // Memory that remains from an earlier pass is collected later, and is not part of this cost.
        const before = scene.resident();
        const { hostname, port } = new URL(scene.stage.system.url);
        const statuses = new Map<string, number>();
        const sockets = Array.from({ length: READERS }, (_, at): Socket => {
          const key = keys[at % keyCount];
          const socket = connect(Number(port), hostname);
          socket.on('error', () => {});
          socket.once('data', (head: Buffer) => {
            const status = head.toString('latin1', 9, 12);
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
            socket.pause();
          });
          socket.write(`GET /v1/facts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n\r\n`);
          return socket;
        });
        await sleep(STALL_MS);
        const more = scene.resident() - before;
        process.stderr.write(
          `  slow readers: ${Math.round(more)} MiB more in all services; ${JSON.stringify([...statuses])}\n`,
        );
        const places = Math.min(keyCount * LIMITS.exportsPerKey.most, LIMITS.exportsAtOnce.most);
        expect(Object.fromEntries(statuses)).toEqual({ 200: places, 429: READERS - places });
        for (const socket of sockets) socket.destroy();
        expect(more).toBeLessThan(100);
        // The places are free again as soon as the readers are gone.
        const headers = { authorization: `Bearer ${keys[0]}` };
        await scene.stage.until(async () => {
          const answer = await fetch(`${scene.stage.system.url}/v1/facts`, { headers });
          await answer.body?.cancel();
          return answer.status === 200;
        }, 'a place for another export');
      });
    },
    PATIENCE_MS,
  );
});

it(
  'sixty who send 16 MiB each at once, all but the last byte, and stall',
  async () => {
    const body = Buffer.alloc(LIMITS.requestBytes.most - 1, ' ');
    const { hostname, port } = new URL(scene.stage.system.url);
    const gateway = scene.stage.pidOf('gateway');
    const head =
      `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${scene.stage.system.keys.adminKey}\r\n` +
      `Content-Type: application/cloudevents+json\r\nContent-Length: ${LIMITS.requestBytes.most}\r\n\r\n`;
    await scene.withoutHarm(
      'stalling senders',
      async () => {
        const before = residentMib(gateway);
        forgetPeak(gateway);
        const sockets = Array.from({ length: 60 }, () => {
          const socket = connect(Number(port), hostname, () => {
            socket.write(head);
            socket.write(body);
          });
          return socket.on('error', () => {});
        });
        await sleep(STALL_MS);
        const more = peakMib(gateway) - before;
        process.stderr.write(`  stalling senders: ${Math.round(more)} MiB more in the gateway\n`);
        for (const socket of sockets) socket.destroy();
        expect(more).toBeLessThan(150);
      },
      AT_MOST_TIMES_BESIDE_MUCH,
    );
  },
  PATIENCE_MS,
);

it(
  'after all of it nothing is lost, doubled or wrong',
  async () => {
    expect((await whatIsWrong(scene.stage)).wrong).toEqual([]);
  },
  PATIENCE_MS,
);
