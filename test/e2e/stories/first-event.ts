import { expect, it } from '@jest/globals';
import type { Item } from '../items.ts';
import type { Stage } from '../stage.ts';
import { runPage } from './run-page.ts';

const SENT = ['contract.json', 'corrected.json', 'voided.json'];

export function firstEvent(stage: () => Stage): void {
  it('the commands of the page lead to a fact that is recorded, corrected, refused and voided', async () => {
    await runPage(stage(), 'first-event.md', 6, ({ stdout, made }) => {
      expect(stdout.match(/"outcome":"\w+"/g)).toEqual([
        ...['"outcome":"recorded"', '"outcome":"recorded"', '"outcome":"refused"', '"outcome":"recorded"'],
      ]);
      for (const file of SENT) stage().remember(JSON.parse(made(file)) as Item);
    });
  });
}
