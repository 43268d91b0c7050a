import * as api from '@duixian/api';
import { registerV1 } from '@duixian/proto';
import { reading } from '@duixian/runtime';
import { endpoint } from '../http/endpoint.ts';
import { streamFrom } from '../http/streams.ts';
import type { Services } from '../services.ts';

const NEWLINE = Buffer.from('\n');

export const exportFacts = endpoint(api.exportFacts, async (_, { registers }) => {
  return streamFrom(factLines(registers));
});

async function* factLines(registers: Services['registers']): AsyncGenerator<Buffer> {
  for (const register of Object.values(registers)) {
    for await (const { eventsJson } of reading<registerV1.ExportResponse>(
      register.export({ form: registerV1.ExportForm.UNSPECIFIED }),
    )) {
      if (eventsJson.length > 0) yield Buffer.concat(eventsJson.flatMap((event) => [event, NEWLINE]));
    }
  }
}
