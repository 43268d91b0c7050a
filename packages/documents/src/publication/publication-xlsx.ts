import { type Fen, formatYuan, neutralText } from '@duixian/values';
import { xlsxChunks } from '../spreadsheet/xlsx-chunks.ts';
import { numberedLines, type PublicationList } from './publication-list.ts';

/** Spreadsheets keep 15 digits; an amount with more is written as text. */
const LARGEST_NUMBER_FEN = 999_999_999_999_999n;
const YUAN = { numFmt: '#,##0.00' };

const COLUMNS = [
  { header: '序号', width: 8 },
  { header: '单位名称', width: 36 },
  { header: '统一社会信用代码', width: 22 },
  { header: '条款', width: 12 },
  { header: '事项', width: 48 },
  { header: '年度', width: 8 },
  { header: '依据金额（元）', width: 20, style: YUAN },
  { header: '拟拨付金额（元）', width: 20, style: YUAN },
];

/** The list as a workbook, one row for each ground; the amount to be paid is in the first row of each entity. */
export function publicationXlsx(list: PublicationList): AsyncGenerator<Uint8Array> {
  return xlsxChunks('公示名单', COLUMNS, async (add) => {
    for await (const [number, { name, entity, grounds, amountFen }] of numberedLines(list)) {
      const who = [number, neutralText(name), neutralText(entity)];
      if (grounds.length === 0) await add([...who, null, null, null, null, yuan(amountFen)]);
      for (const [at, ground] of grounds.entries()) {
        const why = [neutralText(ground.article), neutralText(ground.groundZh), ground.year];
        await add([...who, ...why, yuan(ground.amountFen), at === 0 ? yuan(amountFen) : null]);
      }
    }
    await add([null, '合计', null, null, null, null, null, yuan(list.totalFen)]);
    for (const words of about(list)) await add([null, ...words.map(neutralText)]);
  });
}

function yuan(fen: Fen): number | string {
  return fen <= LARGEST_NUMBER_FEN && fen >= -LARGEST_NUMBER_FEN ? Number(fen) / 100 : formatYuan(fen);
}

function about({
  title,
  documentNo,
  programme,
  runId,
  publishedOn,
  from,
  until,
  objectionsTo,
}: PublicationList) {
  return [
    ['标题', title],
    ['文号', documentNo],
    ['项目', programme],
    ['批次', runId],
    ['发布日期', publishedOn],
    ['公示期', `${from} 至 ${until}（含当日）`],
    ['异议受理', objectionsTo],
  ];
}
