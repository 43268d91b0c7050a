import { readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { checked } from './checksum.mjs';
import { resumedDownload } from './resumed-download.mjs';
import { runProgram } from './run-program.mjs';

const connectTimeoutMs = 2_500;
const longestMs = 300_000;
const stalledAfterMs = 15_000;

/**
 * Downloads and unpacks the vendor's release into `folder`; returns the path of the binary. A host that cannot be reached, or
 * that falls silent, costs seconds; what had arrived of the archive is kept beside `folder` for the next try.
 */
export async function fromVendorRelease(name, { vendorRelease }, platform, folder, report) {
  const pin = vendorRelease.archives[platform];
  if (!pin) throw new Error(`no release is pinned for ${platform}`);
  const [path, sha256] = pin;
  const url = `${vendorRelease.baseUrl}/${path}`;
  await assertReachable(new URL(url));
  const part = join(dirname(folder), `${name}-${sha256.slice(0, 16)}.part`);
  const limits = { longestMs, stalledAfterMs: vendorRelease.stalledAfterMs ?? stalledAfterMs };
  const release = await resumedDownload(url, part, { ...limits, report });
  const archive = join(folder, 'release.tgz');
  writeFileSync(archive, checked(release, sha256));
  await runProgram('tar', ['-xzf', archive, '-C', folder]);
  const file = readdirSync(folder, { recursive: true }).find((entry) => String(entry).endsWith(`/${name}`));
  if (!file) throw new Error(`the release archive holds no ${name}`);
  return join(folder, String(file));
}

/** Fails fast where the host cannot be reached, so that a machine without internet loses seconds, not minutes. */
function assertReachable({ hostname, port, protocol }) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port) || (protocol === 'https:' ? 443 : 80), hostname);
    const settle = (error) => {
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.setTimeout(connectTimeoutMs, () =>
      settle(new Error(`no connection within ${connectTimeoutMs / 1000} s`)),
    );
    socket.once('connect', () => settle());
    socket.once('error', (error) => settle(new Error(`no connection (${error.code ?? error.message})`)));
  });
}
