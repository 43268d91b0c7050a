import { runProgram } from './run-program.mjs';

/** Asks a binary for its version; throws when it does not run, or is older than the product needs. */
export async function acceptableVersion(server, binary) {
  const { stdout } = await runProgram(binary, server.versionArguments, { timeout: 20_000 });
  const version = server.versionPattern.exec(stdout)?.[1];
  if (!version) throw new Error(`${binary} printed no version`);
  if (!isAtLeast(version, server.minimumVersion)) {
    throw new Error(`${binary} is version ${version}, but ${server.minimumVersion} or newer is needed`);
  }
  return version;
}

function isAtLeast(version, minimum) {
  const [have, need] = [version, minimum].map((text) => text.split('.').map(Number));
  const differing = need.findIndex((part, index) => have[index] !== part);
  return differing < 0 || have[differing] > need[differing];
}
