import { parseInstant, shanghaiDay } from '@duixian/values';
import type { FileOptions, Watcher } from './file-rule.ts';
import type { SeenItem } from './seen-item.ts';

const MOST_BATCH_ITEMS = 1_000;
const MOST_BATCH_MIB = 16;
const BYTES_OF_A_MIB = 1024 * 1024;
const GZIP = Buffer.from([0x1f, 0x8b]);
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');
const AHEAD_NS = 300_000_000_000n;
const NS_PER_MS = 1_000_000n;
const NS_PER_HOUR = 3_600_000_000_000n;
const HOURS_AHEAD_OF_UTC = 8n;
const DAYS = ['signedOn', 'registeredOn', 'receivedOn', 'recognizedOn', 'issuedOn', 'decidedOn'];

/** For rules about which `readItem` says everything: only counts what they are about. */
export function countOf(isAbout: (seen: SeenItem) => boolean): () => Watcher {
  return () => ({
    see(seen, notes) {
      if (isAbout(seen)) notes.saw();
    },
  });
}

/** F-03 */
export function watchSource({ source: agreed }: FileOptions): Watcher {
  const sources = new Set<string>();
  return {
    see({ place, item }, notes) {
      const { source } = item;
      if (typeof source !== 'string') return;
      notes.saw();
      if (agreed === undefined) sources.add(source);
      else if (source !== agreed) {
        const difference = { zh: `应为约定的 ${agreed}`, en: `it should be ${agreed}, as agreed` };
        notes.note('FAILED', `${place}, source`, difference, source);
      }
    },
    end(notes) {
      if (sources.size === 0) return;
      const question = {
        zh: `这是约定的来源吗？（给 --source 可自动检查）共 ${sources.size} 个来源`,
        en: `is this the agreed source? (--source lets the kit see it) The file has ${sources.size}`,
      };
      for (const source of sources) notes.note('REVIEW', 'source', question, source);
    },
  };
}

/** F-04 */
export function watchTime({ now }: FileOptions): Watcher {
  const latest = BigInt(now.getTime()) * NS_PER_MS + AHEAD_NS;
  return {
    see({ place, item }, notes) {
      if (typeof item['time'] !== 'string') return;
      notes.saw();
      const instant = parseInstant(item['time']);
      if (instant === undefined || instant <= latest) return;
      const difference = {
        zh: `比现在 ${now.toISOString()} 早到 5 分钟以上，请校准时钟`,
        en: `more than 5 minutes ahead of now, ${now.toISOString()}: set the clock right`,
      };
      notes.note('WARNING', `${place}, time`, difference, item['time']);
    },
  };
}

/** F-20 */
export function watchSizes({ isBatch }: FileOptions): Watcher {
  return {
    see: (_, notes) => notes.saw(),
    end(notes, { items, bytes }) {
      if (!isBatch) return;
      if (items > MOST_BATCH_ITEMS) {
        const difference = {
          zh: `一批最多 ${MOST_BATCH_ITEMS} 条`,
          en: `a batch has at most ${MOST_BATCH_ITEMS} items`,
        };
        notes.note('FAILED', 'batch', difference, `${items}`);
      }
      if (bytes > MOST_BATCH_MIB * BYTES_OF_A_MIB) {
        const difference = {
          zh: `正文最大 ${MOST_BATCH_MIB} MiB`,
          en: `a body has at most ${MOST_BATCH_MIB} MiB`,
        };
        notes.note('FAILED', 'batch', difference, `${bytes} bytes`);
      }
    },
  };
}

/** F-22 */
export function watchEncoding(): Watcher {
  return {
    see: (_, notes) => notes.saw(),
    end(notes, { beginsWith }) {
      if (beginsWith.indexOf(BYTE_ORDER_MARK) === 0) {
        const difference = {
          zh: '以 BOM（U+FEFF）开头：文件中略过，通过 HTTP 会被拒绝',
          en: 'it begins with a byte order mark (U+FEFF): passed over in a file, refused over HTTP',
        };
        notes.note('WARNING', 'beginning', difference);
      }
      if (beginsWith.indexOf(GZIP) === 0) {
        const difference = { zh: '内容是 gzip，请先解压', en: 'it is packed with gzip: unpack it first' };
        notes.note('FAILED', 'beginning', difference);
      }
    },
  };
}

/**
 * F-23: between 00:00 and 08:00 in Shanghai the day in UTC is the one before. Where no record of those hours is of its
 * own day, days may come from UTC, or from a work of the night: only a person knows.
 */
export function watchDays(): Watcher {
  const suspect: { place: string; day: string }[] = [];
  let ofTheirDay = 0;
  return {
    see({ place, item, data, faults }, notes) {
      const days = DAYS.flatMap((name) =>
        typeof data[name] === 'string' ? [[name, data[name]] as const] : [],
      );
      if (days.length === 0 || faults.length > 0) return;
      const instant = parseInstant(String(item['time'])) ?? 0n;
      const [here, inUtc] = [shanghaiDay(instant), shanghaiDay(instant - HOURS_AHEAD_OF_UTC * NS_PER_HOUR)];
      if (here === inUtc) return;
      notes.saw();
      ofTheirDay += days.filter(([, day]) => day === here).length;
      const [first] = days.filter(([, day]) => day === inUtc);
      if (first !== undefined) suspect.push({ place: `${place}, data.${first[0]}`, day: first[1] });
    },
    end(notes) {
      if (ofTheirDay > 0) return;
      const question = {
        zh: '记录于上海时间 0 至 8 点，日期却是前一天：是 UTC 的日期吗？',
        en: 'recorded between 00:00 and 08:00 in Shanghai with the day before: is it a day of UTC?',
      };
      for (const { place, day } of suspect) notes.note('REVIEW', place, question, day);
    },
  };
}
