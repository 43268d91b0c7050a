import { assert, type Day, type Fen } from '@duixian/values';

/** Why an entity is on the list: what an article grants it for a year. */
type PublicationGround = {
  /** Such as 第五条. */
  readonly article: string;
  readonly groundZh: string;
  readonly year: number;
  readonly amountFen: Fen;
};

/** An entity on the list. It contains no bank account: none is ever published. */
export type PublicationLine = {
  /** 统一社会信用代码 */
  readonly entity: string;
  readonly name: string;
  readonly grounds: readonly PublicationGround[];
  /** What is to be paid; less than its grounds where a recovery is netted. */
  readonly amountFen: Fen;
};

/** The list of a payment run (批次) that is published as a public notice (公示) before payment. */
export type PublicationList = {
  readonly runId: string;
  readonly title: string;
  readonly programme: string;
  readonly documentNo: string;
  readonly publishedOn: Day;
  readonly from: Day;
  /** Until the end of this day. */
  readonly until: Day;
  /** Where and how to object. */
  readonly objectionsTo: string;
  readonly lines: AsyncIterable<PublicationLine> | Iterable<PublicationLine>;
  readonly lineCount: number;
  readonly totalFen: Fen;
};

/** The lines with their numbers, from 1. At the end their sum must equal the total: a wrong list is truncated. */
export async function* numberedLines({
  lines,
  lineCount,
  totalFen,
}: PublicationList): AsyncGenerator<[number, PublicationLine]> {
  let number = 0;
  let sumFen = 0n;
  for await (const line of lines) {
    number += 1;
    sumFen += line.amountFen;
    yield [number, line];
  }
  assert(number === lineCount, `the list has ${number} lines and says ${lineCount}`);
  assert(sumFen === totalFen, `the lines make ${sumFen} fen and the list says ${totalFen}`);
}
