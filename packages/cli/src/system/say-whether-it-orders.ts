import { Problem } from '@duixian/local/folder';
import { suspensionInWords } from '../report/suspension.ts';
import type { SystemClient } from './system-client.ts';

/** Without an answer it prints nothing: a ready system must not be stopped because of this. */
export async function printWhetherItOrders(
  client: SystemClient,
  report: (line: string) => void,
): Promise<void> {
  try {
    const { suspended } = await client.get('/v1/ordering');
    if (suspended) report(suspensionInWords(suspended));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    report(`Whether payments are ordered or suspended is not known yet: ${error.message}`);
  }
}
