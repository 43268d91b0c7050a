import { caseOf, decodeFact, FACT_TYPES, type PublishedFact } from '@duixian/facts';
import { type ConsumerDefinition, NATS_RIGHTS, Unbelieved } from '@duixian/messaging';
import type { Awards, ReceivedFact } from '../projection/awards.ts';

/**
 * Subscribes to every fact that can make a claim or that a claim can depend on; its own decisions arrive the
 * same way.
 */
export function factsReceived(awards: Awards): ConsumerDefinition<ReceivedFact> {
  return {
    name: 'awards',
    stream: 'FACTS',
    subjects: NATS_RIGHTS.awards.subscribes[0].subjects,
    batchSize: 500,
    decode: (payload, subject) => {
      const fact = decodeFact(payload);
      mustBelongTo(subject, fact);
      return { fact, payload };
    },
    handle: (messages) => awards.receive(messages),
  };
}

/** A register may publish only its own types, even if its proof is valid. */
function mustBelongTo(subject: string, { type }: PublishedFact): void {
  const own = `duixian.facts.${FACT_TYPES[type].owner}.${caseOf(type)}`;
  if (subject !== own)
    throw new Unbelieved(`a ${caseOf(type)} is published on ${own}, and not on ${subject}`);
}
