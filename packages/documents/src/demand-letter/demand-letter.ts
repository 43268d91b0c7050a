import { assert, type Day, type Fen } from '@duixian/values';

/** An account of which more was paid than is due. */
export type DemandLine = {
  /** Such as 第五条. */
  readonly article: string;
  /** What the article says. */
  readonly textZh: string;
  readonly year: number;
  readonly group: string;
  /** What is still due after all that is known now. */
  readonly entitledFen: Fen;
  readonly paidFen: Fen;
  /** Kept back from other payments already. */
  readonly nettedFen: Fen;
  /** Returned already. */
  readonly receivedFen: Fen;
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

/** No letter leaves with a sum that its own figures do not make. */
export function assertAddsUp({ lines, totalFen }: DemandLetter): void {
  let sumFen = 0n;
  for (const { paidFen, entitledFen, nettedFen, receivedFen, demandedFen } of lines) {
    const leftFen = paidFen - entitledFen - nettedFen - receivedFen;
    assert(leftFen === demandedFen, `a line demands ${demandedFen} fen where ${leftFen} are left`);
    sumFen += demandedFen;
  }
  assert(sumFen === totalFen, `the lines demand ${sumFen} fen and the letter ${totalFen}`);
}
