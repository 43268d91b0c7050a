import * as api from '@duixian/api';
import { registerV1 } from '@duixian/proto';
import { reading } from '@duixian/runtime';
import { endpoint } from '../http/endpoint.ts';
import { streamFrom } from '../http/streams.ts';
import type { Services } from '../services.ts';

export const exportStoredFacts = endpoint(api.exportStoredFacts, async (_, { registers }) => {
  return streamFrom(stored(registers));
});

async function* stored(registers: Services['registers']): AsyncGenerator<Buffer> {
  const form = registerV1.ExportForm.STORED;
  // The institutions that contracts depend on come before them.
  const { institutions, awards, metering, contracts } = registers;
  for (const register of [institutions, awards, metering, contracts])
    for await (const batch of reading<registerV1.ExportResponse>(register.export({ form })))
      yield batch.stored;
}
