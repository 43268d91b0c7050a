import { stopSystem } from '@duixian/local';
import { dataFolder } from '@duixian/local/folder';
import type { Command } from 'commander';
import { print, toStandardError } from '../report/lines.ts';
import { withData } from '../system/find-system.ts';

const SENTENCES = {
  stopped: (path: string) => `Stopped. Everything is kept in ${path}; ./duixian start goes on with it.`,
  'leftovers ended': (path: string) => `Ended what a killed start had left running on ${path}.`,
  'nothing ran': (path: string) => `Nothing runs on ${path}.`,
};

export function addStop(program: Command): void {
  withData(program.command('stop'))
    .description(
      'stop the system of a data folder, no matter who started it, and what a killed start left behind',
    )
    .action(async ({ data }: { data: string }) => {
      const folder = dataFolder(data);
      print(SENTENCES[await stopSystem(folder, toStandardError)](folder.path));
    });
}
