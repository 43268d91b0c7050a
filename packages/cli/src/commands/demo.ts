import { dataFolder, readLocalKeys } from '@duixian/local';
import type { Command } from 'commander';
import { demonstrationTable } from '../demo/demonstration-table.ts';
import { type Demonstration, runDemonstration } from '../demo/run-demonstration.ts';
import { localPeople } from '../demo/show-run.ts';
import { findSystem, withData } from '../system/find-system.ts';

export function addDemo(program: Command): void {
  withData(program.command('demo'))
    .description('send the demonstration facts to a system on this machine and show what they are worth')
    .action(async (options: { data: string }) => {
      const { url } = findSystem(options);
      const people = localPeople(url, readLocalKeys(dataFolder(options.data)));
      printDemonstration(await runDemonstration(people, console.error));
    });
}

export function printDemonstration(demonstration: Demonstration): void {
  const { recorded, duplicate, stale } = demonstration.counts;
  console.log(demonstrationTable(demonstration));
  console.log(`Facts: ${recorded} recorded, ${duplicate} known already, ${stale} older than what was known.`);
  console.log('All amounts are examples.');
}
