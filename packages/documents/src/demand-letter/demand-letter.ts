import { assert, type Day, type Fen } from '@duixian/values';

/** An account that was paid more than is due. */
export type DemandLine = {
  /** Such as 第五条. */
  readonly article: string;
  /** The text of the article. */
  readonly textZh: string;
  readonly year: number;
  readonly group: string;
  /** What is still due according to everything known now. */
  readonly entitledFen: Fen;
  readonly paidFen: Fen;
  /** Already withheld from other payments; negative: what this account gave to settle others. */
  readonly nettedFen: Fen;
  /** Returned already. */
  readonly receivedFen: Fen;
  /** Already written off, by a decision. */
  readonly writtenOffFen: Fen;
  /** The part of what is still due that an order in flight (在途) covers: it is not deducted from what was paid. */
  readonly underWayFen: Fen;
  readonly demandedFen: Fen;
  /** Why less is due than was paid. */
  readonly ground: string;
};

/** A letter that demands money back (追回通知书). */
export type DemandLetter = {
  readonly recoveryId: string;
  readonly documentNo: string;
  /** 统一社会信用代码 */
  readonly entity: string;
  readonly name: string;
  readonly date: Day;
  readonly dueOn: Day;
  readonly lines: readonly DemandLine[];
  readonly totalFen: Fen;
  /** The account that the money is returned to, in words. */
  readonly payTo: string;
  readonly signedBy: string;
};

/** No letter is sent with a total that differs from the sum of its figures. */
export function assertAddsUp({ lines, totalFen }: DemandLetter): void {
  let sumFen = 0n;
  for (const line of lines) {
    const { demandedFen, underWayFen } = line;
    const leftFen = termsOf(line).reduce((leftFen, { fen }) => leftFen + fen, 0n);
    assert(underWayFen >= 0n, `orders in flight are for ${underWayFen} fen`);
    assert(leftFen === demandedFen, `a line demands ${demandedFen} fen where ${leftFen} are left`);
    sumFen += demandedFen;
  }
  assert(sumFen === totalFen, `the lines demand ${sumFen} fen and the letter ${totalFen}`);
}

/** The arithmetic of a line: signed terms whose sum is the demanded amount. */
export function termsOf(line: DemandLine): { readonly zh: string; readonly fen: Fen }[] {
  return [
    { zh: '已拨付', fen: line.paidFen },
    { zh: '仍应拨付', fen: -line.entitledFen },
    { zh: '在途支付', fen: line.underWayFen },
    { zh: '已抵扣', fen: -line.nettedFen },
    { zh: '已退回', fen: -line.receivedFen },
    { zh: '已核销', fen: -line.writtenOffFen },
  ];
}
