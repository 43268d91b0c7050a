export { readVouchers } from './read-voucher.ts';
