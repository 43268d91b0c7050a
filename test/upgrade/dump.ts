import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeProgrammes } from '../e2e/programmes.ts';
import { Stage } from '../e2e/stage.ts';
import { dumpDatabases } from './data-dump.ts';
import { makeSample } from './sample-system.ts';

/**
 * Creates the data of a release: `node test/upgrade/dump.ts VERSION`, on a checkout of that release. It is never
 * changed afterwards; a test starts the next release on it.
 */
async function main(version: string | undefined): Promise<void> {
  if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version))
    throw new Error('Say which release this is: node test/upgrade/dump.ts 0.1.0');
  const folder = join(import.meta.dirname, 'fixtures', version);
  await rm(folder, { recursive: true, force: true });
  const programmes = await writeProgrammes();
  const stage = await Stage.open({ programmesFile: programmes.path, demandAfterDays: 0 });
  try {
    await makeSample(stage);
    await dumpDatabases(stage.mongoUrl(), folder);
  } finally {
    process.kill(stage.pidOf('nats-server'), 'SIGCONT');
    await stage.close();
    await programmes.remove();
  }
}

await main(process.argv[2]);
