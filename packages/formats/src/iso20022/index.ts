export type { BankProfile, FileOrder, FileTerms, PaymentFile } from './payment-file.ts';
export { type CamtTerms, readCamt } from './read-camt.ts';
export { type Pain002Terms, readPain002 } from './read-pain002.ts';
export { type ReasonCode, reasonCode } from './reason-codes.ts';
export { type WrittenFile, writePain001 } from './write-pain001.ts';
