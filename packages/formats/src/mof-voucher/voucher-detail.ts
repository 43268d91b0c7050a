import { type Day, isDay } from '@duixian/values';
import type { PaymentReport } from '../payment-reports/payment-report.ts';
import type { FileFault } from '../reading.ts';
import { textAt, type XmlElement } from '../xml/xml-element.ts';

/** Of one detail: its report, or what is wrong. `isOnly`: the voucher's own fields are about it. */
export type DetailReader = (detail: VoucherDetail, notes: Notes) => PaymentReport | undefined;

export type VoucherDetail = {
  readonly code: string;
  readonly voucher: XmlElement;
  /** The voucher itself where it has no details. */
  readonly detail: XmlElement;
  readonly isOnly: boolean;
};

export type Notes = {
  fault(element: XmlElement, field: string, message: string, code?: FileFault['code']): void;
  warn(element: XmlElement, field: string, message: string): void;
};

/** A field of the detail, or of the voucher where that is about this detail alone; empty: neither has it. */
export function fieldOf({ voucher, detail, isOnly }: VoucherDetail, field: string): string {
  const own = textAt(detail, field);
  return own === '' && isOnly ? textAt(voucher, field) : own;
}

/** 业务追溯识别码, our reference; where a system leaves it out, the number of the detail, which we wrote as well. */
export function referenceOf({ detail, voucher, isOnly }: VoucherDetail): string {
  const own = textAt(detail, 'TrackingID') || (isOnly ? textAt(voucher, 'TrackingID') : '');
  return own || (detail === voucher ? '' : textAt(detail, 'VoucherNo'));
}

/** `yyyyMMdd`. */
export function dayOf(text: string): Day | undefined {
  const day = text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return isDay(day) ? day : undefined;
}
