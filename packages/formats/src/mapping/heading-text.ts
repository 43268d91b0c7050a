/** Units that a heading may have behind it in brackets; they are no part of its name. */
const UNIT = /\((?:单位:?)?((?:人民币)?(?:元|千元|万元|百万元|亿元)|小时|机时|样|样品|个|次|天|元\/小时)\)$/;
const BANNER = /单位:?(?:人民币)?(千元|百万元|万元|亿元|元)/;

/** A heading as it is compared: NFKC, without white space, line breaks and `*`. */
export function compact(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s*]/g, '');
}

/** The name of a heading: without the unit in brackets behind it. */
export function headingName(text: string): string {
  return compact(text).replace(UNIT, '');
}

/** The unit in brackets behind a heading: 万元 of 成交额（万元）. */
export function headingUnit(text: string): string | undefined {
  return UNIT.exec(compact(text))?.[1]?.replace('人民币', '');
}

/** The unit that a line above the headings names: 单位：万元. */
export function bannerUnit(text: string): string | undefined {
  return BANNER.exec(compact(text))?.[1];
}

/** How many letters have to be put, taken or changed to make one text of another (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(changed, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    last = row;
  }
  return last[b.length] ?? 0;
}
