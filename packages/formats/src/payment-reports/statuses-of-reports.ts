import { type Day, type Fen, isNameOf } from '@duixian/values';
import type { PaymentReport, ReportedState } from './payment-report.ts';

/** What is known here of an order that a file may name. */
export type KnownOrder = {
  readonly orderId: string;
  readonly amountFen: Fen;
  readonly payeeAccountNo: string;
  readonly payeeName: string;
};

export type KnownOrders = {
  /** By the order's id or its reference for banks. */
  order(reference: string): KnownOrder | undefined;
  /** All orders of a file that was sent to a bank, or of one `PmtInf` of it; undefined: there is no such file. */
  ordersOfFile(messageId: string, paymentInformationId: string | null): readonly KnownOrder[] | undefined;
};

/** What is to be recorded of an order, by the one call that records statuses. */
export type OrderStatus = {
  readonly line: number;
  readonly orderId: string;
  readonly status: Exclude<ReportedState, 'noted'>;
  readonly reason: string;
  readonly on: Day | null;
  readonly voucherNo: string;
  readonly bankReference: string;
  /** For `returned`: how much came back; null: the file does not say, so all that is left. */
  readonly returnedFen: Fen | null;
};

export type ReportedStatuses = {
  readonly statuses: readonly OrderStatus[];
  /** Reports that change nothing, such as "received". */
  readonly noted: readonly PaymentReport[];
  /** Reports about orders and files that are not known here: listed, never guessed by amount. */
  readonly unknown: readonly PaymentReport[];
  /** Reports that cannot be true of their order: nothing is recorded, an officer looks. */
  readonly contradictions: readonly Contradiction[];
  /** Paid to another account or name than ordered; what was paid is recorded all the same. */
  readonly otherPayees: readonly Contradiction[];
};

export type Contradiction = {
  readonly report: PaymentReport;
  readonly orderId: string;
  readonly message: string;
};

/**
 * What reports mean for the orders here. The same file gives the same again, whatever was recorded meanwhile: whether a
 * status is new to an order is decided where orders are.
 */
export function statusesOfReports(reports: readonly PaymentReport[], known: KnownOrders): ReportedStatuses {
  const all = reports.map((report) => ({ report, orders: ordersOf(report, known) }));
  const pairs = all.flatMap(({ report, orders }) => (orders ?? []).map((order) => ({ report, order })));
  const outcomes = new Map<string, PaymentReport>();
  const judged = pairs.map(({ report, order }) => {
    const mistake = mistakeOf(report, order) ?? againstEarlier(report, outcomes.get(order.orderId));
    const isOutcome = report.state === 'paid' || report.state === 'rejected';
    if (mistake === undefined && isOutcome) outcomes.set(order.orderId, report);
    return { report, order, mistake };
  });
  return {
    statuses: judged.flatMap(({ report, order, mistake }) =>
      mistake === undefined && report.state !== 'noted' ? [statusOf(report, report.state, order)] : [],
    ),
    noted: all.flatMap(({ report, orders }) => (orders && report.state === 'noted' ? [report] : [])),
    unknown: all.flatMap(({ report, orders }) => (orders === undefined ? [report] : [])),
    contradictions: judged.flatMap(({ report, order, mistake }) =>
      mistake === undefined ? [] : [{ report, orderId: order.orderId, message: mistake }],
    ),
    otherPayees: pairs.flatMap(({ report, order }) => {
      const message = otherPayee(report, order);
      return message === undefined ? [] : [{ report, orderId: order.orderId, message }];
    }),
  };
}

function ordersOf({ of }: PaymentReport, known: KnownOrders): readonly KnownOrder[] | undefined {
  if ('messageId' in of) return known.ordersOfFile(of.messageId, of.paymentInformationId);
  const order = known.order(of.reference);
  return order && [order];
}

function statusOf(
  { line, reason, on, voucherNo, bankReference, amountFen }: PaymentReport,
  status: OrderStatus['status'],
  { orderId }: KnownOrder,
): OrderStatus {
  const returnedFen = status === 'returned' ? amountFen : null;
  return { line, orderId, status, reason, on, voucherNo, bankReference, returnedFen };
}

function mistakeOf(report: PaymentReport, { amountFen: ordered }: KnownOrder): string | undefined {
  const { state, amountFen, orderedFen } = report;
  if (orderedFen !== null && orderedFen !== ordered)
    return `the file gives ${orderedFen} fen as ordered; the order is of ${ordered} fen`;
  if (amountFen === null) return undefined;
  if (state === 'paid' && amountFen !== ordered)
    return `the file gives ${amountFen} fen as paid; the order is of ${ordered} fen`;
  if (state === 'returned' && amountFen > ordered)
    return `the file gives ${amountFen} fen as returned; the order is of ${ordered} fen`;
  return undefined;
}

/** An order has one final outcome: two debits under two numbers of the bank are one payment too many. */
function againstEarlier(report: PaymentReport, earlier: PaymentReport | undefined): string | undefined {
  if (earlier === undefined || (report.state !== 'paid' && report.state !== 'rejected')) return undefined;
  if (report.state !== earlier.state)
    return `the file reports it as ${earlier.state} in line ${earlier.line}`;
  const [first, second] = [earlier.bankReference, report.bankReference];
  if (report.state !== 'paid' || first === '' || second === '' || first === second) return undefined;
  return `the file reports it as paid twice, as ${first} and as ${second}`;
}

/** Only what was paid went to an account; a bank writes brackets and spaces of a name in its own way. */
function otherPayee(
  { state, payee }: PaymentReport,
  { payeeAccountNo, payeeName }: KnownOrder,
): string | undefined {
  if (state !== 'paid' || payee === null) return undefined;
  const isOtherAccount = payee.accountNo !== '' && payee.accountNo !== payeeAccountNo;
  const isOtherName = payee.name !== '' && !isNameOf(payee.name, payeeName);
  const parts = [...(isOtherAccount ? ['account'] : []), ...(isOtherName ? ['name'] : [])];
  return parts.length === 0 ? undefined : `the ${parts.join(' and the ')} of the payee differ from the order`;
}
