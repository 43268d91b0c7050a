// Builds duixian/<service>:local for each service named, as many at once as there are processors, and prints their names
// in the order given. NODE_IMAGE may name another base than the Dockerfile does.
// Usage: node deploy/containers/build-service-image.mjs SERVICE...
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pruneService } from './prune-service.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** Builds the image of a service from this working tree and returns its name. */
async function buildServiceImage(service) {
  const context = join(root, '.cache/images', service);
  const folder = await pruneService(root, service, context);
  const image = `duixian/${service}:local`;
  const base = process.env.NODE_IMAGE;
  const build = ['build', '--quiet', '--tag', image, '--file', join(root, 'deploy/Dockerfile')];
  const choices = [...(base ? ['--build-arg', `BASE=${base}`] : []), '--build-arg', `FOLDER=${folder}`];
  await run('docker', [...build, ...choices, context]);
  return image;
}

const services = process.argv.slice(2);
const left = [...services.entries()];
const images = [];
async function buildSome() {
  for (let next = left.shift(); next; next = left.shift()) {
    const [index, service] = next;
    images[index] = await buildServiceImage(service);
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, buildSome));
for (const image of images) console.log(image);
