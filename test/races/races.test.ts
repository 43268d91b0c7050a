import { City } from '@duixian/testing';
import { isLong, numbersOf } from '@duixian/testing/long-forms';
import { expect, it } from '@jest/globals';
import type { Item } from '../e2e/items.ts';
import { Stage } from '../e2e/stage.ts';
import { whatIsWrong } from '../e2e/what-is-wrong.ts';
import { raceRun } from './race-run.ts';

const { facts: FACTS, affected: AFFECTED } = numbersOf('races');

it('two processes of every service at once, one of each pair killed half-way: as replay says, every order once', async () => {
  const { wrong, orders } = await raceRun({ seed: 1, facts: FACTS });
  expect(wrong).toEqual([]);
  expect(orders).toBeGreaterThan(FACTS / 15);
}, 180_000);

/** Each half of it is in the short form: large reaches in the simulation and with awards, kills in storms. */
const inLongForm = isLong('races') ? it : () => {};

inLongForm(
  `a recognition that reaches ${AFFECTED} contracts, killed half-way, revoked and moved meanwhile`,
  async () => {
    const stage = await Stage.open();
    try {
      await stage.treasuryDoes({ plan: { does: 'pay' } });
      const city = new City({ entities: Math.min(3_000, AFFECTED), institutions: 3 });
      const intermediary = city.lateInstitution;
      const contracts = Array.from({ length: AFFECTED }, (_, index) =>
        city.contract(index, { intermediary }),
      );
      await stage.send(...([...city.standing(), ...contracts] as Item[]));
      await stage.settled();
      const recognition = city.recognition('R-late', intermediary) as Item;
      await stage.send(recognition);
      const jobs = async () => (await stage.get('/v1/pending')).services.awards.jobs as number;
      await stage.until(async () => (await jobs()) > 0, 'the job to begin');
      await stage.until(async () => (await jobs()) < AFFECTED / 2, 'half of the job to be done');
      process.kill(stage.pidOf('awards'), 'SIGKILL');
      const parent = city.party(7) as Item;
      await stage.send(
        {
          ...recognition,
          id: 'later',
          data: {
            ...(recognition['data'] as object),
            revision: 2,
            status: 'revoked',
            revokedOn: '2018-07-01',
          },
        },
        {
          ...parent,
          id: 'moved',
          data: { ...(parent['data'] as object), revision: 2, parentUscc: intermediary },
        },
      );
      expect((await whatIsWrong(stage)).wrong).toEqual([]);
    } finally {
      await stage.close();
    }
  },
  300_000,
);
