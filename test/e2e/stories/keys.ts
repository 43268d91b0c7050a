import { expect, it } from '@jest/globals';
import type { Stage } from '../stage.ts';
import { runPage } from './run-page.ts';

export function keys(stage: () => Stage): void {
  it('the commands of the page bind a key to networks, replace it, and end it', async () => {
    await runPage(stage(), 'security.md', 3, ({ stdout }) => {
      expect(stdout).toContain('may be used from 203.0.113.0/24; this came from 127.0.0.1');
      expect(stdout).toMatch(/The key \w{4} was revoked at /);
    });
  });
}
