import type { Day, Fen } from '@duixian/values';

/** What is read of an e-invoice (数电票). Nothing of it is about persons: who drew it is left out. */
export type Einvoice = {
  /** 20 digits. */
  readonly number: string;
  /** 红字: it takes back a blue one, wholly or in part. */
  readonly isRed: boolean;
  /** Of a red one: the number of the blue one that it corrects, where its remark names it. */
  readonly blueNumber: string | undefined;
  readonly issuedOn: Day;
  readonly seller: InvoiceParty;
  readonly buyer: InvoiceParty;
  /** 价税合计; of a red one below zero. */
  readonly amountFen: Fen;
  readonly items: readonly InvoiceItem[];
};

/** No division stands on an invoice, and no kind: the unit directory gives both. */
export type InvoiceParty = { readonly uscc: string; readonly name: string };

export type InvoiceItem = { readonly name: string; readonly classificationCode: string };
