import { expect, it } from '@jest/globals';
import type { Stage } from '../stage.ts';
import { runPage } from './run-page.ts';

export function partnerPages(stage: () => Stage): void {
  it('the commands for platforms lead from an address to records, also of a unit that was not known', async () => {
    await runPage(stage(), 'platform.md', 3, ({ stdout, made }) => {
      expect(JSON.parse(made('instrument.json'))).toMatchObject({
        code: 0,
        results: [{ outcome: 'recorded' }],
      });
      expect(stdout).toContain('platform-user: confirmed; 1 unit of urn:duixian:platform:first');
    });
  });

  it('the commands for treasuries lead to orders, and to a status that comes twice', async () => {
    await runPage(stage(), 'treasury.md', 2, ({ stdout }) => {
      expect(stdout).toMatch(/ DX[A-Z2-7]{24} /);
      expect(stdout).toContain('"effect":"none"');
    });
  });
}
