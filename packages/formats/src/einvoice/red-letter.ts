import type { InvoiceData } from '@duixian/facts';
import { type Fen, minFen } from '@duixian/values';
import { fileFault } from '../file-fault.ts';
import type { FileFault } from '../reading.ts';
import type { Einvoice } from './einvoice.ts';

type InvoiceContent = Omit<InvoiceData, 'revision'>;

/** A blue invoice as it was first sent, before any red letter. */
export type BlueInvoice = { readonly number: string; readonly data: InvoiceContent };

export type AfterRedLetters =
  /** Nothing is known of the blue one yet: the red ones wait for it. */
  | { readonly waitsFor: string }
  | { readonly data: InvoiceContent }
  | { readonly faults: readonly FileFault[] };

/**
 * What remains of a blue invoice after all red letters (红字) that correct it: a part, or `voided` with the amounts that it
 * had. Computed from the first blue one and the set of reds, so neither their order nor one that comes twice matters.
 * At most what remains counts as paid [assumed].
 */
export function afterRedLetters(
  blueNumber: string,
  blue: BlueInvoice | undefined,
  reds: readonly Einvoice[],
): AfterRedLetters {
  if (blue === undefined) return { waitsFor: blueNumber };
  const faults = reds.flatMap((red) => redFaults(red, blue));
  const amounts = new Map(reds.map(({ number, amountFen }) => [number, amountFen]));
  const { data } = blue;
  const remainingFen = [...amounts.values()].reduce<Fen>(
    (rest, amountFen) => rest + amountFen,
    data.amountFen,
  );
  if (remainingFen < 0n)
    faults.push(bad('the red letters are more than the blue invoice', 'does-not-add-up'));
  if (faults.length > 0) return { faults };
  if (remainingFen === 0n) return { data: { ...data, status: 'voided' } };
  return {
    data: { ...data, amountFen: remainingFen, paidAmountFen: minFen(data.paidAmountFen, remainingFen) },
  };
}

/** The blue invoice that a red one corrects: by the field that we ask for, else by its remark. */
export function blueNumberOf(red: Einvoice, asked: string | undefined): string | FileFault {
  if (asked !== undefined && red.blueNumber !== undefined && asked !== red.blueNumber)
    return bad('its remark names another blue invoice than the one that is given with it');
  const number = asked ?? red.blueNumber;
  if (number === undefined)
    return fileFault('missing-field', `red letter ${red.number}: the number of the blue invoice is missing`);
  return /^\d{18}$|^\d{20}$/.test(number)
    ? number
    : bad('the number of the blue invoice is not 18 or 20 digits');
}

function redFaults(red: Einvoice, { number, data }: BlueInvoice): FileFault[] {
  const checks: readonly (readonly [isWrong: boolean, message: string])[] = [
    [!red.isRed, 'is no red letter'],
    [red.number === number, 'corrects itself'],
    [red.blueNumber !== undefined && red.blueNumber !== number, 'names another blue invoice'],
    [red.seller.uscc !== data.owner.uscc, 'has another seller than the blue invoice'],
    [red.buyer.uscc !== data.user.uscc, 'has another buyer than the blue invoice'],
    [red.issuedOn < data.issuedOn, `is of ${red.issuedOn}, before the blue invoice of ${data.issuedOn}`],
  ];
  return checks
    .filter(([isWrong]) => isWrong)
    .map(([, message]) => bad(`red letter ${red.number} ${message}`));
}

function bad(message: string, code: FileFault['code'] = 'bad-field'): FileFault {
  return fileFault(code, message);
}
