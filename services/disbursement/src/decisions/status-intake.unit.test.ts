import { LIMITS } from '@duixian/values';
import { expect, it } from '@jest/globals';
import type { Decider } from './decider.ts';
import { IntakeFull, StatusIntake } from './status-intake.ts';

const PAID = { status: 'paid', reason: '' } as const;

it('takes no more than it can keep, says so, and takes again when some were recorded', async () => {
  const decide = async ({ orders }: { orders: readonly string[] }) => orders.map(() => undefined);
  const intake = new StatusIntake({ decide } as unknown as Decider);
  const said = Array.from({ length: LIMITS.statusesWaiting.most }, (_, index) =>
    intake.record(`O${index}`, PAID),
  );
  await expect(intake.record('ONE-MORE', PAID)).rejects.toThrow(IntakeFull);
  await Promise.all(said);
  expect(await intake.record('LATER', PAID)).toBe(undefined);
});
