import { addressOf } from '@duixian/client';
import type { Command } from 'commander';
import { printVerified } from '../report/archive-in-words.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { formatOfName, saveDownload } from '../system/save-download.ts';
import { SystemClient } from '../system/system-client.ts';

/** Long, because a run of a hundred thousand entities is read several times. */
const TIMEOUT_MS = 2 * 3_600_000;

export function addRunFiles(group: Command): void {
  withConnection(group.command('publication'))
    .description('write the list as it was made public (公示名单), as a page or a workbook')
    .argument('<id>', 'of the run')
    .argument('<file>', 'ends in .html or .xlsx')
    .action(async (id: string, file: string, options: ConnectionOptions) => {
      const query = { format: formatOfName(file, ['html', 'xlsx']) };
      const address = addressOf('get', '/v1/runs/{id}/publication', { path: { id }, query });
      await saveDownload(new SystemClient(findSystem(options)), address, file, TIMEOUT_MS);
    });
  withConnection(group.command('archive'))
    .description('write everything of a run for an auditor (审计档案), and check it: see verify-archive')
    .argument('<id>', 'of the run')
    .argument('<file>', 'ends in .zip')
    .action(async (id: string, file: string, options: ConnectionOptions) => {
      formatOfName(file, ['zip']);
      const address = addressOf('get', '/v1/runs/{id}/archive', { path: { id } });
      await saveDownload(new SystemClient(findSystem(options)), address, file, TIMEOUT_MS);
      process.exitCode = await printVerified(file, {});
    });
}
