import { applyRate, assert, defined, type Fen, formatRate, formatYuan, minFen } from '@duixian/values';
import type { Claim } from './claim.ts';
import { type Case, isMatch } from './conditions.ts';
import { decisionFor } from './narrowest-decision.ts';
import type { BaseName, Pricing, Words } from './policy.ts';
import type { Claimant } from './roles.ts';

type Price =
  | Pick<
      Extract<Claim, { status: 'decided' }>,
      'status' | 'baseFen' | 'rateMillionths' | 'amountFen' | 'decisionId'
    >
  | Pick<Extract<Claim, { status: 'undecided' }>, 'status' | 'baseFen' | 'lowestFen' | 'highestFen'>;

/** The amount of a claim (docs/facts.md §6, §7). The only place where bases, rates and amounts are combined. */
export function priceOf(given: Case): Price {
  const { pricing } = given.provision;
  switch (pricing.kind) {
    case 'rate':
      return priceByRate(baseOf(given), pricing.rateMillionths);
    case 'decided-rate':
      return priceByDecision(given, pricing);
    case 'amount':
      return fixedPrice(pricing.amountFen - largestEarlier(given, pricing.lessLargestOf));
    case 'decided-amount':
      return { ...fixedPrice(decidedAmount(given.claimant)), decisionId: given.claimant.subject };
  }
}

function priceByRate(baseFen: Fen, rateMillionths: bigint): Price & { status: 'decided' } {
  return { status: 'decided', baseFen, rateMillionths, amountFen: applyRate(baseFen, rateMillionths) };
}

function fixedPrice(amountFen: Fen): Price & { status: 'decided' } {
  assert(amountFen >= 0n, 'an award is never negative');
  return { status: 'decided', baseFen: null, rateMillionths: null, amountFen };
}

/** 裁量 (discretion): without a decision the claim waits, with its lowest and highest price. */
function priceByDecision(
  given: Case,
  { lowestMillionths, highestMillionths }: Pricing & { kind: 'decided-rate' },
): Price {
  const baseFen = baseOf(given);
  const decision = decisionFor(given);
  if (decision) return { ...priceByRate(baseFen, decision.rateMillionths), decisionId: decision.id };
  return {
    status: 'undecided',
    baseFen,
    lowestFen: applyRate(baseFen, lowestMillionths),
    highestFen: applyRate(baseFen, highestMillionths),
  };
}

/**
 * The largest amount of the given provisions whose recognition the entity had by the date, whether it was paid or not.
 */
function largestEarlier(
  { claimant, context, date }: Case,
  provisions: (Pricing & { kind: 'amount' })['lessLargestOf'],
): Fen {
  if (claimant.case !== 'recognition' || provisions.length === 0) return 0n;
  const earlier = context
    .standingOf(claimant.data.uscc)
    .recognitions.filter(({ recognizedOn }) => recognizedOn <= date);
  let largest = 0n;
  for (const { recognition, pricing } of provisions) {
    assert(pricing.kind === 'amount', 'only a fixed amount can be deducted');
    if (pricing.amountFen > largest && earlier.some((held) => isMatch(held, recognition)))
      largest = pricing.amountFen;
  }
  return largest;
}

function decidedAmount(claimant: Claimant): Fen {
  assert(claimant.case === 'decision', 'only a decision decides an amount');
  return defined(claimant.data.amountFen, 'a decision of an amount has one');
}

function baseOf({ provision, claimant, context }: Case): Fen {
  const base = defined(provision.base, `${provision.id} has a base`);
  return BASES[base](claimant, (registrationNo) => context.receivedFen(registrationNo));
}

type ReceivedFen = (registrationNo: string) => Fen;

const BASES: Readonly<Record<BaseName, (claimant: Claimant, receivedFen: ReceivedFen) => Fen>> = {
  technologyAmount: (claimant) => contractOf(claimant).technologyAmountFen,
  technologyAmountUpToReceipts: (claimant, receivedFen) =>
    minFen(contractOf(claimant).technologyAmountFen, receivedFen(claimant.subject)),
  totalAmount: (claimant) => contractOf(claimant).totalAmountFen,
  receivedAmount: (claimant) => {
    assert(claimant.case === 'receipt', 'only a receipt has a received amount');
    return claimant.data.amountFen;
  },
  paidAmountUpToMeteredFee: (claimant) => {
    assert(claimant.case === 'invoice', 'only an invoice has a paid amount');
    const { paidAmountFen } = claimant.data;
    return claimant.meteredFeeFen === undefined
      ? paidAmountFen
      : minFen(paidAmountFen, claimant.meteredFeeFen);
  },
};

function contractOf(claimant: Claimant) {
  assert(claimant.case === 'contract', 'the base is that of a contract');
  return claimant.data;
}

const BASE_WORDS: Readonly<Record<BaseName, Words>> = {
  technologyAmount: { en: 'verified technology amount', zh: '核定技术交易额' },
  technologyAmountUpToReceipts: {
    en: 'verified technology amount, at most what was received',
    zh: '核定技术交易额（以到款为限）',
  },
  totalAmount: { en: 'contract amount', zh: '合同交易额' },
  receivedAmount: { en: 'amount received', zh: '到位资金' },
  paidAmountUpToMeteredFee: { en: 'fee paid, at most the metered fee', zh: '实际缴纳费用（以计量费用为限）' },
};

/** The calculation of a claim in one line, in yuan: "6,000,000.00 (核定技术交易额 …) × 0.2 = 1,200,000.00 yuan". */
export function arithmetic(claim: Claim, base: BaseName | undefined): string {
  return calculation(claim, base, {
    yuan: (amount) => `${amount} yuan`,
    base: ({ en, zh }) => `(${zh} ${en})`,
    fixed: '(定额 fixed)',
    undecided: '(待定 not decided)',
    to: '…',
  });
}

/** The same in Chinese: "6,000,000.00（核定技术交易额）× 0.2 = 1,200,000.00 元". */
export function arithmeticZh(claim: Claim, base: BaseName | undefined): string {
  return calculation(claim, base, {
    yuan: (amount) => `${amount} 元`,
    base: ({ zh }) => `（${zh}）`,
    fixed: '（定额）',
    undecided: '待定比例',
    to: '至',
  });
}

type CalculationWords = {
  readonly yuan: (amount: string) => string;
  readonly base: (words: Words) => string;
  readonly fixed: string;
  readonly undecided: string;
  readonly to: string;
};

function calculation(claim: Claim, base: BaseName | undefined, words: CalculationWords): string {
  if (claim.baseFen === null || base === undefined) {
    assert(claim.status === 'decided', 'a claim without a base has an amount');
    return spaced(words.yuan(formatYuan(claim.amountFen)), words.fixed);
  }
  const factor = spaced(formatYuan(claim.baseFen), words.base(BASE_WORDS[base]));
  if (claim.status === 'undecided') {
    const range = `${formatYuan(claim.lowestFen)} ${words.to} ${formatYuan(claim.highestFen)}`;
    return `${spaced(factor, '×')} ${words.undecided} = ${words.yuan(range)}`;
  }
  const rate = formatRate(defined(claim.rateMillionths, 'a claim with a base has a rate'));
  return `${spaced(factor, '×')} ${rate} = ${words.yuan(formatYuan(claim.amountFen))}`;
}

/** Full-width brackets include their space. */
function spaced(before: string, after: string): string {
  return before.endsWith('）') || after.startsWith('（') ? `${before}${after}` : `${before} ${after}`;
}
