import { join } from 'node:path';
import { readConfiguration } from '@duixian/runtime';
import { expect, it } from '@jest/globals';
import { programmesFile } from './programmes-file.ts';

const ROOT = join(import.meta.dirname, '../../../..');

it.each(['k8s/base/programmes.yaml', 'deploy/demo/programmes.yaml'])(
  '%s, which a deployment names, is a file of programmes',
  (file) => {
    const { PROGRAMMES_FILE: programmes } = readConfiguration(
      { PROGRAMMES_FILE: programmesFile() },
      { PROGRAMMES_FILE: join(ROOT, file) },
    );
    expect(programmes.map(({ id }) => id)).toEqual(['recognised-institutions', 'awards']);
  },
);
