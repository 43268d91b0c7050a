import type { Republish } from '@duixian/service';
import { changedMessage } from './commands/registry.ts';
import { handingOverState, sourceState } from './grpc/source-message.ts';
import type { Collections } from './store/collections.ts';
import { handingOverFrom, sourceFrom } from './store/unit-of-work.ts';

const BATCH = 100;

/**
 * Publishes every handover and the newest state of every source once more, in this order: the version of a
 * source also covers the handovers from and to it.
 */
export function republishPartners({ sources, handingsOver }: Collections): Republish {
  return async (publish) => {
    let published = 0n;
    for await (const part of inParts(handingsOver.find({ status: 'confirmed' }).sort({ version: 1 }))) {
      const states = part.map((document) => handingOverState(handingOverFrom(document)));
      await publish([changedMessage({ sources: [], handingsOver: states })]);
      published += BigInt(states.length);
    }
    for await (const part of inParts(sources.find({ version: { $gt: 0 } }))) {
      const states = part.map((document) => sourceState(sourceFrom(document)));
      await publish([changedMessage({ sources: states, handingsOver: [] })]);
      published += BigInt(states.length);
    }
    return published;
  };
}

async function* inParts<Document>(found: AsyncIterable<Document>): AsyncIterable<Document[]> {
  let part: Document[] = [];
  for await (const document of found) {
    part.push(document);
    if (part.length < BATCH) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
