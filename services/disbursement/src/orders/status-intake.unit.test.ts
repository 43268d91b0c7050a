import { OutOfTime } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { expect, it } from '@jest/globals';
import type { Decider } from '../unit-of-work/decider.ts';
import { IntakeFull, StatusIntake } from './status-intake.ts';

const PAID = { status: 'paid', reason: '' } as const;

it('takes no more than it can keep, says so, and takes again when some were recorded', async () => {
  const decide = async ({ orders }: { orders: readonly string[] }) => orders.map(() => undefined);
  const intake = new StatusIntake({ decide } as unknown as Decider);
  const statuses = Array.from({ length: LIMITS.statusesWaiting.most }, (_, index) =>
    intake.record(`O${index}`, PAID),
  );
  await expect(intake.record('ONE-MORE', PAID)).rejects.toThrow(IntakeFull);
  await Promise.all(statuses);
  expect(await intake.record('LATER', PAID)).toBe(undefined);
});

it('what takes too long together is recorded by halves, and each is answered', async () => {
  const sizes: number[] = [];
  const decide = async ({ orders }: { orders: readonly string[] }) => {
    sizes.push(orders.length);
    if (orders.length > 4) throw new OutOfTime('it took too long');
    return orders.map(() => undefined);
  };
  const intake = new StatusIntake({ decide } as unknown as Decider);
  const statuses = Array.from({ length: 16 }, (_, index) => intake.record(`O${index}`, PAID));
  expect(await Promise.all(statuses)).toHaveLength(16);
  expect(sizes).toEqual([16, 8, 4, 4, 8, 4, 4]);
});
