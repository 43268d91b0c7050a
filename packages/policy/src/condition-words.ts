import { defined } from '@duixian/values';
import type { ConditionName, ConditionParameters, ConditionUse } from './condition-use.ts';
import type { Edition, Words } from './policy.ts';
import type { Role } from './roles.ts';
import { chineseOf } from './value-words.ts';

export const ROLE_WORDS: Readonly<Record<Role, Words>> = {
  seller: { en: 'the seller', zh: '让与方' },
  buyer: { en: 'the buyer', zh: '受让方' },
  intermediary: { en: 'the intermediary', zh: '技术转移机构' },
  owner: { en: 'the owner of the instrument', zh: '仪器拥有者' },
  user: { en: 'the user of the instrument', zh: '仪器使用者' },
  institution: { en: 'the institution', zh: '机构' },
  decidedEntity: { en: 'the institution decided on', zh: '决定所指机构' },
};

type Sentences = {
  readonly [Name in ConditionName]: (parameters: ConditionParameters[Name], edition: Edition) => Words;
};

const SENTENCES: Sentences = {
  beneficiaryHasUscc: () =>
    words('there is a beneficiary, and it has a USCC', '有受益人且其有统一社会信用代码'),
  inForce: (_, { inForceFrom, inForceUntil }) =>
    words(
      `the date is on or after the first day in force, ${inForceFrom}${inForceUntil ? `, and before ${inForceUntil}` : ''}`,
      `日期不早于施行首日 ${inForceFrom}${inForceUntil ? `，且早于失效日 ${inForceUntil}` : ''}`,
    ),
  notSanctioned: () =>
    words(
      'no USCC of the beneficiary’s entity is under a sanction on the date',
      '受益单位当日未受失信联合惩戒',
    ),
  statusIs: (among) => words(`its status is ${oneOf(among)}`, `状态为${chineseOneOf(among)}`),
  contractKnown: () => words('its contract is known', '所属合同已登记'),
  contractStatusIs: (among) =>
    words(`the contract’s status is ${oneOf(among)}`, `合同状态为${chineseOneOf(among)}`),
  contractCategoryIs: (among) =>
    words(`the contract’s category is ${oneOf(among)}`, `合同类别为${chineseOneOf(among)}`),
  betweenUnrelatedParties: () =>
    words('it is not marked as between related parties', '未标记为关联方之间的交易'),
  notFiscallyFunded: () =>
    words('the contract is not marked as paid from fiscal funds', '合同未标记为财政资金支付'),
  separateEntities: ([one, other]) =>
    words(
      `${ROLE_WORDS[one].en} and ${ROLE_WORDS[other].en} are not of one entity`,
      `${ROLE_WORDS[one].zh}与${ROLE_WORDS[other].zh}不属同一法人`,
    ),
  kindIs: ({ party, among }) =>
    words(
      `${ROLE_WORDS[party].en} is of kind ${oneOf(among)}`,
      `${ROLE_WORDS[party].zh}类型为${chineseOneOf(among)}`,
    ),
  inCity: (role, { city }) =>
    words(
      `${ROLE_WORDS[role].en} is in the city (division ${city.divisions.map((own) => `${own}…`).join(' or ')})`,
      `${ROLE_WORDS[role].zh}在本市（区划代码 ${city.divisions.join('或')} 开头）`,
    ),
  holdsRecognition: ({ party, kind }) =>
    words(
      `${ROLE_WORDS[party].en} holds ${kind === 'any' ? 'a recognition' : `a recognition of kind ${kind}`} on the date`,
      `${ROLE_WORDS[party].zh}当日持有${kind === 'any' ? '认定' : `“${chineseOf(kind)}”认定`}`,
    ),
  crossesBorder: ({ notAbroad }) =>
    words(
      `exactly one of seller and buyer is from beyond the border${notAbroad.length > 0 ? ` (${notAbroad.join(', ')} are not)` : ''}`,
      `让与方与受让方恰有一方在境外${notAbroad.length > 0 ? `（${notAbroad.join('、')} 不计）` : ''}`,
    ),
  firstOfItsKind: () =>
    words('it is the first of its kind and level of the entity', '为该单位该类（级）首次认定'),
  contractEarnsNothingUnder: (id, edition) => {
    const { en, zh } = titleOf(edition, id);
    return words(`the contract earns nothing under “${en}”`, `该合同未按“${zh}”获得补助`);
  },
  entityEarnsNothingUnder: (id, edition) => {
    const { en, zh } = titleOf(edition, id);
    return words(`the entity earns nothing under “${en}”`, `该单位未按“${zh}”获得补助`);
  },
};

/** What a condition requires, as a sentence that is true where the condition holds. */
export function conditionWords(use: ConditionUse, edition: Edition): Words {
  // The table pairs each name with its own parameters, which the compiler cannot infer from an index.
  return SENTENCES[use.name](use.parameters as never, edition);
}

/** A pack names only its own provisions. */
function titleOf({ provisions }: Edition, id: string): Words {
  return defined(
    provisions.find((provision) => provision.id === id),
    `a checked pack has ${id}`,
  ).title;
}

function words(en: string, zh: string): Words {
  return { en, zh };
}

function chineseOneOf(values: readonly string[]): string {
  return values.map(chineseOf).join('或');
}

function oneOf(values: readonly string[]): string {
  return values.join(' or ');
}
