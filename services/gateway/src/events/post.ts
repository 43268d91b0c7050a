import * as api from '@duixian/api';
import { type Key, mayWrite } from '../access/key.ts';
import { Answer, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { type Item, readBody } from './read-body.ts';
import { recordItems } from './record-items.ts';

/** The entry point of facts. Sending a fact again is always harmless. */
export const postEvents = endpoint(
  api.postEvents,
  async ({ body, headers, key, keyring, traceparent }, { intake }) => {
    const items = await readBody(headers, body as unknown as Buffer);
    mustBeOfItsSources(items, key);
    const passOf = (sources: ReadonlySet<string>) => ({
      sourceVersions: keyring.versionsOf(sources),
      isAnySource: key.sources === '*',
    });
    const results = await recordItems(items, intake, traceparent, passOf);
    const isSingle = !isBatch(headers['content-type']);
    return new Answer(isSingle && results[0]?.outcome === 'refused' ? 422 : 200, { results });
  },
);

function isBatch(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === api.CLOUD_EVENT_BATCH;
}

/** An item whose source cannot be read passes here: its register refuses it anyway. */
function mustBeOfItsSources(items: readonly Item[], key: Key): void {
  items.forEach(({ head: { source } }, index) => {
    if (typeof source !== 'string' || mayWrite(key, source)) return;
    const message = `item ${index} is of source ${JSON.stringify(source.slice(0, 200))}, which this key may not write`;
    throw new Problem('out-of-scope', `Nothing was recorded: ${message}.`, [
      { field: `${index}.source`, reason: 'other-source', message },
    ]);
  });
}
