import { City, testUsccs } from '@duixian/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Item } from '../e2e/items.ts';
import { whatIsWrong } from '../e2e/what-is-wrong.ts';
import { party } from './parties.ts';
import { PATIENCE_MS, Scene } from './scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await Scene.open();
}, PATIENCE_MS);

afterAll(() => scene?.close(), PATIENCE_MS);

it(
  'invoices that name as many usage records as fit',
  async () => {
    const city = new City({ entities: 2, institutions: 1 });
    const usageIds = Array.from({ length: 15_000 }, (_, at) => `${at}`);
    const items = Array.from({ length: 20 }, (_, index) => {
      const invoice = city.invoice(100_000 + index) as Item;
      return {
        ...invoice,
        subject: `WIDE-${index}`,
        id: `wide-${index}`,
        data: { ...(invoice['data'] as object), usageIds },
      };
    });
    // The rest goes on behind the answer that says to come again.
    await scene.withoutHarm('wide invoices', async () => {
      await scene.sendPatiently(items);
    });
  },
  PATIENCE_MS,
);

it(
  'thousands of branches of one parent',
  async () => {
    const [parent = '', ...branches] = testUsccs(8_001);
    await scene.withoutHarm('branches', async () => {
      await scene.stage.send(party(parent));
      for (let at = 0; at < branches.length; at += 1_000)
        await scene.stage.send(...branches.slice(at, at + 1_000).map((uscc) => party(uscc, parent)));
      await scene.stage.settled();
    });
  },
  PATIENCE_MS,
);

it(
  'thousands of invoices that name one usage record',
  async () => {
    const city = new City({ entities: 20, institutions: 1 });
    const batch = (from: number) =>
      Array.from({ length: 500 }, (_, index) => {
        const invoice = city.invoice(from + index) as Item;
        return {
          ...invoice,
          subject: `NA-${from + index}`,
          id: `na-${from + index}`,
          data: { ...(invoice['data'] as object), usageIds: ['N/A'] },
        };
      });
    await scene.withoutHarm('one usage record', async () => {
      for (let at = 0; at < 3_000; at += 500) await scene.stage.send(...batch(at));
    });
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
