/**
 * The template of a new pack: one provision and its worked case, which loads and is correct before anything is changed.
 */
export function newPack(id: string, firstDay: string): Readonly<Record<string, string>> {
  const year = firstDay.slice(0, 4);
  return {
    'policy.yaml': policyText(id, firstDay),
    'names.yaml': NAMES_TEXT,
    'regulation.txt': `${PROVISION_TEXT}\n`,
    'cases/parties.yaml': PARTIES_TEXT,
    'cases/first-article.yaml': caseText(year),
  };
}

const NAMES_TEXT = `# How people call the cap groups: words, on which no amount depends.
groups:
  first-group: { zh: 引进技术, en: import of technology }
`;

const PROVISION_TEXT =
  '对引进先进技术成果的企业，按技术交易额的10%给予补助，同一单位每年补助金额不超过50万元。';

function policyText(id: string, firstDay: string): string {
  return `# ${id}: what a regulation pays, as data. Each \`text\` is the sentence of the article; regulation.txt has all of it.
# packages/policy/README.md says what can stand here. Everything below is an example: put the regulation's own in its place.
id: ${id}
document: 示例〔${firstDay.slice(0, 4)}〕1号
title: { en: A regulation, zh: 示例办法 }

# By how division codes (GB/T 2260) begin who is in the city; the condition inCity reads it.
city: { en: Zhengzhou, zh: 郑州市, divisions: ["4101"] }

# A claim is judged by the pack in force on its own date. inForceUntil may follow: the first day on which it is not in force any more.
inForceFrom: ${firstDay}

# Where the text can be read in two ways; the first value is the default.
readings:
  R1:
    values: [registered, signed]
    en: Which day dates a contract's claims?
    zh: 合同以登记日还是签订日计？

# One account (entity 法人, year, group); capYuan is the most that it pays. null: the text states no cap.
groups:
  - id: first-group
    article: 1
    text: 同一单位每年补助金额不超过50万元
    capYuan: 500000

conditions:
  every:
    - inForce: true
    - notSanctioned: true
  contract:
    - beneficiaryHasUscc: true
    - statusIs: [registered]
    - betweenUnrelatedParties: true
    - notFiscallyFunded: true
    - separateEntities: [seller, buyer]
  receipt: []
  invoice: []
  recognition: []
  decision: []

provisions:
  - id: first-provision
    article: 1
    title: { en: Firm that brings in technology, zh: 引进先进技术成果补助 }
    text: ${PROVISION_TEXT}
    from: contract
    date: { byReading: R1, registered: registeredOn, signed: signedOn }
    beneficiary: buyer
    conditions:
      - kindIs: { party: buyer, among: [enterprise] }
      - inCity: buyer
    base: technologyAmount
    rate: 0.1
    group: first-group
`;
}

const PARTIES_TEXT = `# Who appears in the worked cases. All are invented, and so are their codes, whose check characters are right.
Optics: { zh: 嵩山光学有限公司, kind: enterprise, uscc: 91410105MA4A00001Q, division: "410105" }
Institute: { zh: 洛阳材料研究院, kind: research-institute, uscc: 12410300MA4A00007J, division: "410302" }
`;

/** Dated in the first year, after the first day. */
function caseText(year: string): string {
  return `# Worked by hand from the regulation. Each provision needs a case that claims something under it.
- title: A firm of the city takes in technology, 10% of 1,234,567.89 yuan
  zh: 市内企业引进技术，1,234,567.89 元的 10%
  article: 1
  facts:
    contract C1 ${year}-12-31: Institute → Optics; 1,234,567.89
  claims:
    first-provision C1: Optics ${year}-12-31; 1,234,567.89 × 10% = 123,456.79
  accounts:
    Optics ${year} first-group: 123,456.79

- title: No more than 500,000 yuan a year
  zh: 每年不超过 50 万元
  article: 1
  facts:
    contract C1 ${year}-12-31: Institute → Optics; 6,000,000.00
  claims:
    first-provision C1: Optics ${year}-12-31; 6,000,000.00 × 10% = 600,000.00; granted 500,000.00
  accounts:
    Optics ${year} first-group: 500,000.00 of 600,000.00
`;
}
