export { type ArchiveFile, type ArchiveSubject, archiveChunks } from './archive/write-archive.ts';
export type { DemandLetter, DemandLine } from './demand-letter/demand-letter.ts';
export { demandLetterDocx } from './demand-letter/demand-letter-docx.ts';
export type { PayeeRow } from './payee-table/payee-row.ts';
export { writePayeeTable } from './payee-table/write-payee-table.ts';
export { publicationHtml } from './publication/publication-html.ts';
export type { PublicationLine, PublicationList } from './publication/publication-list.ts';
export { publicationXlsx } from './publication/publication-xlsx.ts';
