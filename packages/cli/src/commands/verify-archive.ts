import { access } from 'node:fs/promises';
import type { Command } from 'commander';
import { printVerified } from '../report/archive-in-words.ts';
import { unreadable } from '../system/unreadable.ts';

export function addVerifyArchive(program: Command): void {
  program
    .command('verify-archive')
    .description(
      'check the archive of a run (审计档案) without any system: every file and its digest, sums, orders, and who did what',
    )
    .argument('<file>', 'as ./duixian runs archive wrote it')
    .option('--digest <sha256>', 'the digest of the manifest when the archive was written')
    .option('--json', 'as JSON')
    .action(async (file: string, options: { digest?: string; json?: true }) => {
      await access(file).catch((cause: unknown) => {
        throw unreadable(file, cause);
      });
      process.exitCode = await printVerified(file, options);
    });
}
