import { expect, it } from '@jest/globals';
import { AtOnce } from './at-once.ts';

it('lets so many in for each name, and others when one is done or has failed', async () => {
  const atOnce = new AtOnce(1, 'tables are read here');
  const leave = atOnce.enter('a');
  expect(() => atOnce.enter('a')).toThrow('At most 1 tables are read here at once');
  expect(await atOnce.run('b', async () => 'other')).toBe('other');
  leave();
  leave();
  await expect(atOnce.run('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await atOnce.run('a', async () => 'again')).toBe('again');
});
