import type { Party } from '@duixian/facts';
import type { ConditionUse } from './condition-use.ts';
import { ROLE_WORDS } from './condition-words.ts';
import { type Case, isAbroad } from './conditions.ts';
import type { Standing } from './eligibility-context.ts';
import type { Words } from './policy.ts';
import { partyIn, type Role } from './roles.ts';
import { chineseOf } from './value-words.ts';

/**
 * What is the case where a condition does not hold, as a sentence: "it is voided", "its division is 410300". Undefined
 * where the condition itself says everything.
 */
export function foundWords(given: Case, use: ConditionUse): Words | undefined {
  const { claimant, date } = given;
  switch (use.name) {
    case 'inForce':
      return words(`it is dated ${date}`, `日期为 ${date}`);
    case 'notSanctioned':
      return sanctionWords(given);
    case 'statusIs':
      return valueWords('it is', '现为', claimant.data.status);
    case 'contractKnown':
      return unknownContract(given);
    case 'contractStatusIs':
      return valueWords('it is', '现为', claimant.contract?.status);
    case 'contractCategoryIs':
      return valueWords('it is', '现为', claimant.contract?.category);
    case 'separateEntities':
      return sameEntity(given, use.parameters);
    case 'kindIs':
      return valueWords('it is', '现为', partyIn(claimant, use.parameters.party)?.kind);
    case 'inCity':
      return placeWords(given, use.parameters);
    case 'holdsRecognition':
      return recognitionWords(given, use.parameters.party);
    case 'firstOfItsKind':
      return earlierWords(given);
    case 'betweenUnrelatedParties':
    case 'notFiscallyFunded':
      return words('it is marked so', '现已标记');
    case 'crossesBorder':
      return isAbroad(claimant, 'seller', use.parameters.notAbroad)
        ? words('both are', '双方均在境外')
        : words('neither is', '双方均不在境外');
    case 'contractEarnsNothingUnder':
    case 'entityEarnsNothingUnder':
      return words('it does, and the larger of the two is paid', '已获得，两项取高者');
    case 'beneficiaryHasUscc':
      return beneficiaryWords(given);
    default:
      return undefined;
  }
}

function beneficiaryWords({ claimant, provision }: Case): Words | undefined {
  if (partyIn(claimant, provision.beneficiary)) return words('it has none', '其无统一社会信用代码');
  const { en, zh } = ROLE_WORDS[provision.beneficiary];
  return claimant.case === 'receipt' ? undefined : words(`${en} is not named`, `未载明${zh}`);
}

function sanctionWords(given: Case): Words | undefined {
  const sanction = standingOf(given, given.provision.beneficiary)?.sanctions.find(
    ({ from, until }) => from <= given.date && (until === null || given.date < until),
  );
  if (!sanction) return undefined;
  const { from, until } = sanction;
  return words(
    `on ${given.date} it was under one from ${from} ${until === null ? 'without end' : `until ${until}`}`,
    `${given.date} 处于惩戒期：自 ${from} ${until === null ? '起，未定期限' : `至 ${until}`}`,
  );
}

function unknownContract({ claimant }: Case): Words | undefined {
  if (claimant.case !== 'receipt') return undefined;
  const { registrationNo } = claimant.data;
  return words(`contract ${registrationNo} was not received`, `未收到合同 ${registrationNo}`);
}

function sameEntity(given: Case, [one]: readonly [Role, Role]): Words | undefined {
  const entity = standingOf(given, one)?.entity;
  return entity === undefined ? undefined : words(`both belong to ${entity}`, `双方同属 ${entity}`);
}

function placeWords({ claimant }: Case, role: Role): Words | undefined {
  const party = partyIn(claimant, role) as Party | undefined;
  if (!party) return undefined;
  const { divisionCode } = party;
  if (divisionCode) return words(`its division is ${divisionCode}`, `其区划代码为 ${divisionCode}`);
  return words('it is outside mainland China', '其在境外');
}

function recognitionWords(given: Case, role: Role): Words | undefined {
  const recognitions = standingOf(given, role)?.recognitions ?? [];
  if (recognitions.length === 0) return words('it holds none', '未持有任何认定');
  const held = recognitions.map(({ id, recognizedOn, revokedOn }) => ({ id, recognizedOn, revokedOn }));
  const en = held.map(
    (one) => `${one.id} from ${one.recognizedOn}${one.revokedOn ? ` to ${one.revokedOn}` : ''}`,
  );
  const zh = held.map(
    (one) => `${one.id} 自 ${one.recognizedOn}${one.revokedOn ? ` 至 ${one.revokedOn}` : ''}`,
  );
  return words(
    `on ${given.date} it held none of those; known: ${en.join(', ')}`,
    `${given.date} 未持有；已知：${zh.join('、')}`,
  );
}

function earlierWords(given: Case): Words | undefined {
  const wanted = given.provision.recognition;
  const first = standingOf(given, given.provision.beneficiary)?.recognitions.find(
    ({ kind, level }) => kind === wanted?.kind && (wanted.level ?? level) === level,
  );
  if (!first || first.id === given.claimant.subject) return undefined;
  return words(
    `the first is ${first.id} of ${first.recognizedOn}`,
    `首次认定为 ${first.recognizedOn} 的 ${first.id}`,
  );
}

function standingOf({ claimant, context }: Case, role: Role): Standing | undefined {
  const uscc = partyIn(claimant, role)?.uscc;
  return uscc ? context.standingOf(uscc) : undefined;
}

function valueWords(en: string, zh: string, value: string | undefined): Words | undefined {
  return value === undefined ? undefined : words(`${en} ${value}`, `${zh}${chineseOf(value)}`);
}

function words(en: string, zh: string): Words {
  return { en, zh };
}
