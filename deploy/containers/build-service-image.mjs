// Builds duixian/<service>:local for each service named. NODE_IMAGE may name another base than the Dockerfile does.
// Usage: node deploy/containers/build-service-image.mjs SERVICE...
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pruneService } from './prune-service.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the image of a service from this working tree and returns its name. */
export function buildServiceImage(service, base = process.env.NODE_IMAGE) {
  const context = join(root, '.cache/images', service);
  const folder = pruneService(root, service, context);
  const image = `duixian/${service}:local`;
  const build = ['build', '--quiet', '--tag', image, '--file', join(root, 'deploy/Dockerfile')];
  const choices = [...(base ? ['--build-arg', `BASE=${base}`] : []), '--build-arg', `FOLDER=${folder}`];
  execFileSync('docker', [...build, ...choices, context], { stdio: ['ignore', 'ignore', 'inherit'] });
  return image;
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  for (const service of process.argv.slice(2)) console.log(buildServiceImage(service));
}
