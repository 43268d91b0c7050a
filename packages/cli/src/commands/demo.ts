import type { Command } from 'commander';
import { demonstrationTable } from '../demo/demonstration-table.ts';
import { type Demonstration, runDemonstration } from '../demo/run-demonstration.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

export function addDemo(program: Command): void {
  withConnection(program.command('demo'))
    .description('send the demonstration facts to a running system and show what they are worth')
    .action(async (options: ConnectionOptions) => {
      const client = new SystemClient(findSystem(options));
      printDemonstration(await runDemonstration(client, console.error));
    });
}

export function printDemonstration(demonstration: Demonstration): void {
  const { recorded, duplicate, stale } = demonstration.counts;
  console.log(demonstrationTable(demonstration));
  console.log(`Facts: ${recorded} recorded, ${duplicate} known already, ${stale} older than what was known.`);
  console.log('All amounts are examples.');
}
