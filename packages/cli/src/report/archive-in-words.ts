import { shanghaiTime } from '@duixian/values';
// Imported separately: the libraries that write documents would take every command a third of its start.

import { verifyArchive } from '@duixian/documents/verify-archive';
import { EXIT_CODES } from '@duixian/local/folder';
import { jsonText } from './json-text.ts';
import { print } from './lines.ts';

type Options = { readonly digest?: string; readonly json?: true };

/** Checks an archive and prints the findings. Returns the exit code. */
export async function printVerified(file: string, { digest: noted, json }: Options): Promise<number> {
  const { manifest, digest, differences: found } = await verifyArchive(file);
  const isOther = noted !== undefined && noted.toLowerCase() !== digest;
  const differences = [...found, ...(isOther ? [`the manifest has the digest ${digest}, not ${noted}`] : [])];
  if (json) console.log(jsonText({ manifest, digest, differences }));
  else {
    print(
      ...differences,
      ...(manifest
        ? [
            `run 批次 ${manifest.run}, exported by ${manifest.exportedBy} at ${shanghaiTime(manifest.exportedAt)} with ${manifest.software}`,
            `SHA-256 of the manifest: ${digest}`,
          ]
        : []),
      differences.length === 0
        ? 'The archive is whole, and its records agree.'
        : `Differences: ${differences.length}.`,
    );
  }
  return differences.length === 0 ? EXIT_CODES.done : EXIT_CODES.attention;
}
