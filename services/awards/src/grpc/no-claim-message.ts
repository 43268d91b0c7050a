import type { PublishedFact } from '@duixian/facts';
import { conditionWords, type Finding } from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';

/**
 * Why a record made no claim under a provision: each condition that does not hold, and what is found instead.
 */
export function noClaimMessage(
  fact: PublishedFact,
  { provision, edition, date, beneficiary, failed, found }: Finding,
): awardsV1.NoClaim {
  const reasons = failed.map((use, index) => ({
    condition: use.name,
    ...conditionWords(use, edition),
    foundEn: found[index]?.en ?? '',
    foundZh: found[index]?.zh ?? '',
  }));
  // Nothing else is known about a receipt whose contract is not known.
  const unknown = reasons.filter(({ condition }) => condition === 'contractKnown');
  return {
    provision: provision.id,
    article: provision.article,
    titleEn: provision.title.en,
    titleZh: provision.title.zh,
    group: provision.group,
    date,
    beneficiary: beneficiary ?? '',
    factType: fact.type,
    factSubject: fact.subject,
    factRevision: BigInt(fact.data.revision),
    failed: unknown.length > 0 ? unknown : reasons,
  };
}
