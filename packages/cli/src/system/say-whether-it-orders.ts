import { Problem } from '@duixian/local';
import { suspensionInWords } from '../report/suspension.ts';
import type { SystemClient } from './system-client.ts';

/** A system that is ready is not ended because this one question was not answered. */
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
