import { envelope } from '@duixian/facts';
import { registerV1 } from '@duixian/proto';
import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { reading, streamFrom } from '../http/streams.ts';
import type { Services } from '../services.ts';

const NEWLINE = Buffer.from('\n');

export const exportFacts = endpoint({
  method: 'GET',
  path: '/v1/facts',
  access: ['read'],
  tag: 'Facts',
  summary: 'Every thing held, at its highest revision, one CloudEvent to a line',
  summaryZh: '导出全部现存事实（每行一个 CloudEvent）',
  description:
    'The connection breaks off where a register fails meanwhile: only a whole answer ends properly.',
  answer: envelope.extend({ data: z.record(z.string(), z.unknown()) }),
  streams: 'application/x-ndjson',
  problems: ['unavailable'],
  async handle(_, { registers }) {
    return streamFrom(factLines(registers));
  },
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
