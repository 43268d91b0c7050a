import { decodeFact } from '@duixian/facts';
import type { ConsumerDefinition } from '@duixian/runtime';
import type { Awards, HeardFact } from '../projection/awards.ts';

/** Listens to every fact that can make a claim or that a claim can lean on; its own decisions come by the same road. */
export function factsHeard(awards: Awards): ConsumerDefinition<HeardFact> {
  return {
    name: 'awards',
    stream: 'FACTS',
    subjects: [
      'duixian.facts.institutions.*',
      'duixian.facts.contracts.*',
      'duixian.facts.metering.invoice',
      'duixian.facts.awards.decision',
    ],
    batchSize: 500,
    decode: (payload) => ({ fact: decodeFact(payload), payload }),
    handle: (messages) => awards.hear(messages),
  };
}
