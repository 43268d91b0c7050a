import { Problem } from '@duixian/local/folder';
import { MAX_EXACT_FEN } from '@duixian/values';

/** "1,234.5" yuan → 123450 fen, as a JSON number: exact, or a Problem. */
export function fenOfYuan(text: string): number {
  const [, yuan, fen = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text.replaceAll(',', '')) ?? [];
  if (yuan === undefined) {
    throw new Problem(`${text} is not an amount in yuan. Give one such as 300000 or 1234.50.`);
  }
  const amountFen = BigInt(yuan) * 100n + BigInt(fen.padEnd(2, '0'));
  if (amountFen > MAX_EXACT_FEN) throw new Problem(`${text} yuan is more than any amount may be.`);
  return Number(amountFen);
}
