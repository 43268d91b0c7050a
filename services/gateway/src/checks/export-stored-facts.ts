import { registerV1 } from '@duixian/proto';
import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { reading, streamFrom } from '../http/streams.ts';
import type { Services } from '../services.ts';

export const exportStoredFacts = endpoint({
  method: 'GET',
  path: '/v1/checks/facts',
  access: ['read'],
  tag: 'Facts',
  summary: 'Every thing held, as its register stores it',
  summaryZh: '导出全部现存事实（存储格式，供核对）',
  description:
    'For `duixian verify`, at a tenth of the price of `/v1/facts`: documents of BSON with type, subject and data, one ' +
    'after the other, contracts last. The connection breaks off where a register fails meanwhile.',
  answer: z.string().describe('A document of BSON.'),
  streams: 'application/bson',
  problems: ['unavailable'],
  async handle(_, { registers }) {
    return streamFrom(stored(registers));
  },
});

async function* stored(registers: Services['registers']): AsyncGenerator<Buffer> {
  const form = registerV1.ExportForm.STORED;
  // What contracts lean on comes before them.
  const { institutions, awards, metering, contracts } = registers;
  for (const register of [institutions, awards, metering, contracts])
    for await (const batch of reading<registerV1.ExportResponse>(register.export({ form })))
      yield batch.stored;
}
