import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

function run(file: string, input = ''): string {
  const options = { cwd: root, input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  return execFileSync(process.execPath, [join(root, file)], {
    ...options,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

it('the generated client is that of the API: run "pnpm run gen:client" and commit packages/client/src/gen', () => {
  const document = run('packages/client/src/fold-refusals.ts', run('services/gateway/src/print-openapi.ts'));
  const types = run('packages/client/node_modules/openapi-typescript/bin/cli.js', document);
  expect(types === readFileSync(join(root, 'packages/client/src/gen/api.ts'), 'utf8')).toBe(true);
});
