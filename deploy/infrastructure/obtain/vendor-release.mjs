import { readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { checked } from './checksum.mjs';
import { runProgram } from './run-program.mjs';

const connectTimeoutMs = 2_500;
const downloadTimeoutMs = 300_000;

/** Downloads and unpacks the vendor's release into `folder`; returns the path of the binary. */
export async function fromVendorRelease(name, server, platform, folder) {
  const pin = server.vendorRelease.archives[platform];
  if (!pin) throw new Error(`no release is pinned for ${platform}`);
  const [path, sha256] = pin;
  const archive = join(folder, 'release.tgz');
  writeFileSync(archive, checked(await download(`${server.vendorRelease.baseUrl}/${path}`), sha256));
  await runProgram('tar', ['-xzf', archive, '-C', folder]);
  const file = readdirSync(folder, { recursive: true }).find((entry) => String(entry).endsWith(`/${name}`));
  if (!file) throw new Error(`the release archive holds no ${name}`);
  return join(folder, String(file));
}

async function download(url) {
  await assertReachable(new URL(url));
  const response = await fetch(url, { signal: AbortSignal.timeout(downloadTimeoutMs) });
  if (!response.ok) throw new Error(`the download answered HTTP ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
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
      settle(new Error(`no connection within ${connectTimeoutMs} ms`)),
    );
    socket.once('connect', () => settle());
    socket.once('error', (error) => settle(new Error(`no connection (${error.code ?? error.message})`)));
  });
}
