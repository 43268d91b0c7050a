import type { Watcher } from './file-rule.ts';
import type { SeenItem } from './seen-item.ts';

/** What programs write where they know no code. */
const FILLER = /^(.)\1+$|^1234567890?12345678|^(?:无|未知|暂无|待补|none|null|unknown|n\/?a|test)$/i;
const MANY_NAMES = 3;
const IN_POWERS = /^\d(?:\.\d+)?E\+?\d+$/i;
/** A spreadsheet keeps fifteen of twenty digits. */
const LOST_DIGITS = /^\d{15}00000$/;
const LENGTHS = [18, 20];

function isInvoice({ type }: SeenItem): boolean {
  return type === 'duixian.invoice.v1';
}

export function isUsage({ type }: SeenItem): boolean {
  return type === 'duixian.usage.v1';
}

/** P-09: when money came cannot be seen in a file; what contradicts itself can. */
export function watchPayments(): Watcher {
  return {
    see(seen, notes) {
      if (!isInvoice(seen)) return;
      notes.saw();
      const { status, amountFen, paidAmountFen } = seen.data;
      const place = `${seen.place}, data.paidAmountFen`;
      if (status === 'paid' && paidAmountFen === 0 && amountFen !== 0)
        notes.note(
          'FAILED',
          place,
          { zh: '状态为 paid，实缴却是 0', en: 'the status is paid, and nothing was paid' },
          '0',
        );
      if (status === 'issued' && paidAmountFen === amountFen && amountFen !== 0)
        notes.note(
          'WARNING',
          place,
          { zh: '已全额缴纳，状态仍为 issued', en: 'all of it is paid, and the status is still issued' },
          String(paidAmountFen),
        );
    },
  };
}

/** P-10: by the highest revision of each invoice. */
export function watchBilling(): Watcher {
  type Invoice = { revision: number; place: string; subject: string; usageIds: readonly string[] };
  const invoices = new Map<string, Invoice>();
  return {
    see(seen, notes) {
      if (!isInvoice(seen) || seen.faults.length > 0) return;
      const { subject, place, data } = seen;
      const revision = Number(data['revision']);
      const usageIds = data['usageIds'] as readonly string[];
      if (usageIds.length > 0) notes.saw();
      const known = invoices.get(`${subject}`);
      if (known && known.revision >= revision) return;
      const charged = data['status'] === 'paid' ? [...new Set(usageIds)] : [];
      invoices.set(`${subject}`, { revision, place, subject: `${subject}`, usageIds: charged });
    },
    end(notes) {
      const billedBy = new Map<string, Invoice>();
      for (const invoice of invoices.values())
        for (const usageId of invoice.usageIds) {
          const first = billedBy.get(usageId);
          if (first === undefined) billedBy.set(usageId, invoice);
          else {
            const difference = {
              zh: `已在已缴发票 ${first.subject}（${first.place}）上`,
              en: `it is on the paid invoice ${first.subject} (${first.place}) already`,
            };
            notes.note('FAILED', `${invoice.place}, data.usageIds`, difference, usageId);
          }
        }
    },
  };
}

/** P-11 */
export function watchInvoiceNumbers(): Watcher {
  const lost = new Set<string>();
  let isAnyWhole = false;
  return {
    see(seen, notes) {
      if (!isInvoice(seen)) return;
      notes.saw();
      const { subject, place } = seen;
      if (subject === null) return;
      if (IN_POWERS.test(subject))
        notes.note(
          'FAILED',
          `${place}, subject`,
          { zh: '号码变成了科学计数', en: 'the number became one with an exponent' },
          subject,
        );
      else if (/^\d+$/.test(subject) && subject.length !== 8 && !LENGTHS.includes(subject.length))
        notes.note(
          'WARNING',
          `${place}, subject`,
          {
            zh: '数电票 20 位；纸质发票为代码加号码，18 或 20 位',
            en: 'a digital invoice has 20 digits, code and number of a paper one 18 or 20',
          },
          subject,
        );
      if (!/^\d{20}$/.test(subject)) return;
      if (LOST_DIGITS.test(subject)) lost.add(subject);
      else isAnyWhole = true;
    },
    end(notes) {
      const difference = {
        zh: '后五位都是 0：表格软件只保留 15 位',
        en: 'the last five digits are 0, as a spreadsheet leaves them that keeps fifteen',
      };
      const status = lost.size > 1 && !isAnyWhole ? 'FAILED' : 'WARNING';
      for (const number of lost) notes.note(status, 'invoice number', difference, number);
    },
  };
}

/** P-12 */
export function watchMadeUpCodes(): Watcher {
  const names = new Map<string, Set<string>>();
  return {
    see(seen, notes) {
      for (const [field, { uscc, name }] of seen.parties) {
        if (typeof uscc !== 'string') continue;
        notes.saw();
        const place = `${seen.place}, ${field}.uscc`;
        if (FILLER.test(uscc))
          notes.note('FAILED', place, { zh: '是占位的代码', en: 'it is a filler, and no code' }, uscc);
        if (typeof name !== 'string') continue;
        const known = names.get(uscc) ?? new Set();
        names.set(uscc, known);
        if (known.size >= MANY_NAMES || known.has(name)) continue;
        known.add(name);
        if (known.size === MANY_NAMES)
          notes.note(
            'WARNING',
            place,
            {
              zh: `同一代码有 ${MANY_NAMES} 个名称：是否用它代替未知单位？`,
              en: `one code with ${MANY_NAMES} names: does it stand for unknown units?`,
            },
            uscc,
          );
      }
    },
  };
}
