export type { Einvoice, InvoiceItem, InvoiceParty } from './einvoice.ts';
export { type InvoiceCompanion, type InvoiceFact, type InvoiceTerms, invoiceFactOf } from './invoice-fact.ts';
export { type NumberedCompanion, readCompanions } from './read-companions.ts';
export { readEinvoice } from './read-einvoice.ts';
export { type AfterRedLetters, afterRedLetters, type BlueInvoice, blueNumberOf } from './red-letter.ts';
