import { answerReader, postEvents } from '@duixian/api';
import type { RawLine } from '@duixian/facts';
import type { EventResult } from '../system/answers.ts';
import { problemOf } from '../system/problem-of.ts';
import type { SystemClient } from '../system/system-client.ts';
import { batchesOf, type LineSource } from './batches.ts';
import { PatientDelivery, retryAfterMs } from './deliver.ts';
import type { FactsLine, Faults } from './facts-line.ts';
import { sendInOrder } from './keep-order.ts';

const eventResults = answerReader(postEvents.answer);

export type Counts = { recorded: number; duplicate: number; stale: number; refused: number };

/** A refused line: its place, its text, and all its faults. */
export type Refusal = {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly faults: Faults;
};

type SendEvents = {
  answered(lines: number): void;
  refused(refusal: Refusal): void;
};

/** Sends all lines of all sources and returns their outcomes. Rejects with a Problem when it gives up. */
export async function sendFacts(
  client: SystemClient,
  sources: LineSource[],
  on: SendEvents,
): Promise<Counts> {
  const counts: Counts = { recorded: 0, duplicate: 0, stale: 0, refused: 0 };
  const patience = new PatientDelivery();
  const refuse = (refusal: Refusal) => {
    counts.refused += 1;
    on.refused(refusal);
  };
  const unsendable = (file: string, line: RawLine, faults: Faults) => {
    refuse({ file, line: line.number, text: line.bytes.toString(), faults });
    on.answered(1);
  };
  await sendInOrder(batchesOf(sources, unsendable), async (batch) => {
    const results = await patience.deliver(() => post(client, batch)).then(({ read }) => read());
    for (const { index, outcome, faults } of results) {
      const line = batch[index];
      if (outcome !== 'refused') counts[outcome] += 1;
      else if (line)
        refuse({ file: line.file, line: line.number, text: line.text, faults: faults as Faults });
    }
    on.answered(batch.length);
  });
  return counts;
}

async function post(client: SystemClient, batch: FactsLine[]) {
  const response = await client.request(postEvents.path, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    // The lines are JSON already, and are sent unchanged.
    body: `[${batch.map(({ text }) => text).join(',')}]`,
  });
  const answer = {
    status: response.status,
    retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
  };
  if (response.status === 503 || response.status === 429) {
    await response.body?.cancel();
    return { ...answer, read: (): EventResult[] => [] };
  }
  if (!response.ok) throw await problemOf(client.url, response);
  const { results } = eventResults.parse(await response.json());
  return { ...answer, read: () => results };
}
