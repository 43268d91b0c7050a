import type { Day, Fen } from '@duixian/values';

/** What a payment file for a bank (pain.001) is made of. */
export type PaymentFile = {
  /** `DXyyyymmdd-nnn`, unique for ever. */
  readonly messageId: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly executeOn: Day;
  /** Who sends it. */
  readonly initiator: { readonly name: string; readonly uscc: string };
  readonly payer: {
    readonly name: string;
    readonly accountNo: string;
    readonly bankCode: string;
    readonly bankName: string;
    readonly town: string;
  };
  readonly orders: readonly FileOrder[];
};

export type FileOrder = {
  readonly orderId: string;
  /** The order's reference for banks: `DX` and 24 characters. */
  readonly reference: string;
  readonly amountFen: Fen;
  /** The confirmed name of the account (户名), which goes into the file unchanged. */
  readonly payeeName: string;
  readonly payeeUscc: string;
  readonly payeeAccountNo: string;
  readonly payeeBankCode: string;
  readonly payeeBankName: string;
  /** Empty: the file gives no address. */
  readonly payeeTown: string;
  readonly purpose: string;
};

/** What differs from bank to bank. */
export type BankProfile = {
  /** `GOVT` as category and purpose of the payments [recalled]; a bank that does not know it gets none. */
  readonly purposeCode: 'GOVT' | null;
  /** Payments above it are urgent (`URGP`); null: none is. */
  readonly urgentAboveFen: Fen | null;
};

export type FileTerms = {
  readonly today: Day;
  /** By the State Council's calendar. */
  isWorkingDay(day: Day): boolean;
};
