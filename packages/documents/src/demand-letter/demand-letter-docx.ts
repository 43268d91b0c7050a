import { type Day, type Fen, formatYuan, yuanInCapitals } from '@duixian/values';
import {
  AlignmentType,
  Document,
  type ISectionOptions,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { visibleText } from '../text/writable.ts';
import { assertAddsUp, type DemandLetter, type DemandLine, termsOf } from './demand-letter.ts';

/** The layout of official letters (GB/T 9704): sizes in half points, indents in twentieths of a point. */
const TITLE = { font: '方正小标宋简体', size: 44 };
const TEXT = { font: '仿宋', size: 32 };
const SMALL = { font: '仿宋', size: 21 };
const TWO_CHARACTERS = 640;

/** The letter as a document that an officer reviews, signs and sends. */
export async function demandLetterDocx(letter: DemandLetter): Promise<Uint8Array> {
  assertAddsUp(letter);
  const title = writable(`追回通知书 ${letter.documentNo}`);
  const styles = { default: { document: { run: TEXT } } };
  const sections: ISectionOptions[] = [{ children: content(letter) }];
  const document = new Document({ title, creator: writable(letter.signedBy), styles, sections });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

function content(letter: DemandLetter): (Paragraph | Table)[] {
  const { documentNo, recoveryId, entity, name, lines, totalFen, dueOn, payTo, signedBy, date } = letter;
  return [
    centred('追回通知书', TITLE),
    centred(documentNo, TEXT),
    paragraph(`${name}（统一社会信用代码：${entity}）：`, {}),
    stated(
      `经核对，拨付你单位的下列奖补资金超过应予拨付的金额，依照所列条款应当退回，合计人民币 ${formatYuan(totalFen)} 元（大写：${yuanInCapitals(totalFen)}）。`,
    ),
    ...lines.flatMap(explained),
    stated('各项金额汇总如下（单位：元）：'),
    table(letter),
    stated(`请于 ${inWords(dueOn)}前将上述款项退回以下账户，并注明追回编号 ${recoveryId}：${payTo}。`),
    stated('对本通知有异议的，请在上述期限届满前书面提出，并附证明材料。'),
    signed(signedBy),
    signed(inWords(date)),
  ];
}

/** The reason, and the arithmetic written out. */
function explained(line: DemandLine, index: number): Paragraph[] {
  const { article, textZh, year, group, ground } = line;
  return [
    stated(`${index + 1}．依据${article}：“${textZh}”。${year} 年度，${group}。`),
    stated(`追回理由：${ground}。`),
    stated(arithmetic(line)),
  ];
}

/** Terms that are rarely used are omitted where they are zero. */
function arithmetic(line: DemandLine): string {
  const [paid, ...others] = termsOf(line);
  const words = others
    .filter(({ zh, fen }) => fen !== 0n || !RARE.has(zh))
    .map(({ zh, fen }) => ` ${fen > 0n ? '＋' : '－'} ${zh} ${formatYuan(fen > 0n ? fen : -fen)} 元`);
  const [first, last] = [paid?.fen ?? 0n, line.demandedFen].map(formatYuan);
  return `已拨付 ${first} 元${words.join('')} ＝ 应退回 ${last} 元（大写：${yuanInCapitals(line.demandedFen)}）。`;
}

const RARE = new Set(['在途支付', '已核销']);
const HEADS = [
  '序号',
  '条款',
  '年度',
  '已拨付',
  '仍应拨付',
  '在途支付',
  '已抵扣',
  '已退回',
  '已核销',
  '应退回',
];

function table({ lines, totalFen }: DemandLetter): Table {
  const head = new TableRow({ tableHeader: true, children: HEADS.map((text) => cell(text)) });
  const rows = lines.map((line, index) => {
    const { article, year, paidFen, entitledFen, underWayFen, nettedFen, receivedFen, writtenOffFen } = line;
    const figures = [paidFen, entitledFen, underWayFen, nettedFen, receivedFen, writtenOffFen];
    const amounts = [...figures, line.demandedFen].map(amount);
    const words = [String(index + 1), article, String(year)].map((text) => cell(text));
    return new TableRow({ cantSplit: true, children: [...words, ...amounts] });
  });
  const total = new TableRow({
    children: [cell(`合计（大写：${yuanInCapitals(totalFen)}）`, HEADS.length - 1), amount(totalFen)],
  });
  return new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows: [head, ...rows, total] });
}

function amount(fen: Fen): TableCell {
  return new TableCell({
    children: [paragraph(formatYuan(fen), { alignment: AlignmentType.RIGHT }, SMALL)],
  });
}

function cell(text: string, columnSpan = 1): TableCell {
  return new TableCell({ columnSpan, children: [paragraph(text, {}, SMALL)] });
}

function centred(text: string, run: typeof TEXT): Paragraph {
  return paragraph(text, { alignment: AlignmentType.CENTER, spacing: { after: 240 } }, run);
}

function stated(text: string): Paragraph {
  return paragraph(text, { indent: { firstLine: TWO_CHARACTERS } });
}

function signed(text: string): Paragraph {
  return paragraph(text, { alignment: AlignmentType.RIGHT, indent: { right: TWO_CHARACTERS } });
}

function paragraph(text: string, options: object, run: typeof TEXT = TEXT): Paragraph {
  return new Paragraph({ ...options, children: [new TextRun({ text: writable(text), ...run })] });
}

/** In one line, with its invisible characters shown. */
function writable(text: string): string {
  return visibleText(text.replaceAll(/[\t\r\n]/g, ' '));
}

function inWords(day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}
