import type { Command } from 'commander';
import { demonstrationSummary, worthExplaining } from '../demo/demonstration-summary.ts';
import { demonstrationTable } from '../demo/demonstration-table.ts';
import { runDemonstration } from '../demo/run-demonstration.ts';
import { localPeople } from '../demo/show-run.ts';
import { print, toStandardError } from '../report/lines.ts';
import { commandFor, findLocalSystem, withData } from '../system/find-system.ts';

export function addDemo(program: Command): void {
  withData(program.command('demo'))
    .description('send the demonstration facts to a system on this machine and show the result')
    .action(async (options: { data: string }) => {
      const { url, keys } = findLocalSystem(options.data);
      const people = localPeople(url, keys);
      const demonstration = await runDemonstration(people, toStandardError);
      print(...demonstrationTable(demonstration), ...demonstrationSummary(demonstration));
      const worth = worthExplaining(demonstration);
      if (worth) print(`See why      ${commandFor(options.data, worth)}`);
    });
}
