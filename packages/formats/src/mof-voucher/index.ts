export type { CodeAndName, DraftOrder, VoucherDraft } from './draft.ts';
export { readVouchers } from './read-voucher.ts';
export { writeVoucherDraft } from './write-draft.ts';
