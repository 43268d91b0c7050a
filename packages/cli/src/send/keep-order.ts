/** Most requests in flight: enough that the registers' group commit has something to share. */
const mostInFlight = 4;

type Batch = readonly { readonly record: string }[];

/**
 * Sends batches with a few in flight at a time, and never two about the same record: the source whose fact arrives
 * first owns the record, and of two contents under one revision the first counts, so their order must be kept. Rejects
 * with the first failure when all in flight have ended.
 */
export async function sendInOrder<B extends Batch>(
  batches: AsyncIterable<B>,
  send: (batch: B) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const lastAbout = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  for await (const batch of batches) {
    const records = new Set(batch.map(({ record }) => record));
    await Promise.all([...records].map((record) => lastAbout.get(record) ?? Promise.resolve()));
    while (underWay.size >= mostInFlight) await Promise.race(underWay);
    if (failures.length > 0) break;
    const sending = send(batch)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        underWay.delete(sending);
        for (const record of records) if (lastAbout.get(record) === sending) lastAbout.delete(record);
      });
    underWay.add(sending);
    for (const record of records) lastAbout.set(record, sending);
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}
