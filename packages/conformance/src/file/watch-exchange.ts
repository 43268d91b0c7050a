import type { Watcher } from './file-rule.ts';
import type { SeenItem } from './seen-item.ts';

/** A spreadsheet keeps fifteen digits: the sixteenth becomes 0. */
const LOST_DIGIT = /^\d{15}0$/;
/** So many that end in 0 are no chance any more. */
const CERTAIN = 5;
const SUSPECT = 2;
const NEARLY_WHOLE = 0.001;
/** 万元 times 1,000,000 in floats, cut instead of rounded. */
const CUT_FLOAT = /^\d*[1-9]\d*(?:99999|00001)$/;
const LEAST_CUT = 1_000_000;

function isOfExchange({ type }: SeenItem): boolean {
  return type === 'duixian.contract.v1' || type === 'duixian.receipt.v1';
}

/** E-02: what `readItem` cannot see, because each number by itself is a right one. */
export function watchRegistrationNumbers(): Watcher {
  const numbers = new Set<string>();
  let isAnyWhole = false;
  return {
    see(seen, notes) {
      if (!isOfExchange(seen)) return;
      notes.saw();
      const number = seen.type === 'duixian.contract.v1' ? seen.subject : seen.data['registrationNo'];
      if (typeof number !== 'string' || !/^\d{16}$/.test(number)) return;
      if (!LOST_DIGIT.test(number)) isAnyWhole = true;
      else if (numbers.size < CERTAIN) numbers.add(number);
    },
    end(notes) {
      if (isAnyWhole || numbers.size < SUSPECT) return;
      const difference = {
        zh: '所有 16 位登记编号都以 0 结尾：表格软件只保留 15 位',
        en: 'every number of 16 digits ends in 0, as a spreadsheet leaves it that keeps fifteen',
      };
      const status = numbers.size >= CERTAIN ? 'FAILED' : 'WARNING';
      for (const number of numbers) notes.note(status, 'registration number', difference, number);
    },
  };
}

/** E-08 */
export function watchAbroad(): Watcher {
  return {
    see(seen, notes) {
      if (seen.parties.some(([, { uscc }]) => uscc === null)) notes.saw();
    },
  };
}

/** E-11 */
export function watchFloats(): Watcher {
  return {
    see(seen, notes) {
      if (!isOfExchange(seen)) return;
      for (const [name, value] of Object.entries(seen.data)) {
        if (!name.endsWith('Fen')) continue;
        notes.saw();
        const amount = typeof value === 'symbol' ? Number(value.description) : value;
        if (typeof amount !== 'number') continue;
        const place = `${seen.place}, data.${name}`;
        if (!Number.isInteger(amount) && Math.abs(amount - Math.round(amount)) < NEARLY_WHOLE)
          notes.note('FAILED', place, COMPUTED, `${amount}`);
        else if (amount >= LEAST_CUT && CUT_FLOAT.test(`${amount}`))
          notes.note('WARNING', place, MAYBE_CUT, `${amount}`);
      }
    },
  };
}

const COMPUTED = {
  zh: '差一点就是整分：由万元用浮点数算出',
  en: 'nearly a whole number of fen: computed from 万元 with floats',
};
const MAYBE_CUT = {
  zh: '与整数只差 1 分：可能由浮点数截断而来，请核对',
  en: 'one fen beside a round amount: perhaps a float that was cut; compare it with the register',
};
