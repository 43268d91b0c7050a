import { caseOf, decodeFact, FACT_TYPES, type PublishedFact } from '@duixian/facts';
import { type ConsumerDefinition, NATS_RIGHTS, Unbelieved } from '@duixian/runtime';
import type { Awards, ReceivedFact } from '../projection/awards.ts';

/** Listens to every fact that can make a claim or that a claim can lean on; its own decisions come by the same road. */
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

/** A register says its own types only, however well it proves that it said them. */
function mustBelongTo(subject: string, { type }: PublishedFact): void {
  const own = `duixian.facts.${FACT_TYPES[type].owner}.${caseOf(type)}`;
  if (subject !== own)
    throw new Unbelieved(`a ${caseOf(type)} is published on ${own}, and not on ${subject}`);
}
