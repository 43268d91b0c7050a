import type { Awards } from './awards.ts';
import type { Office } from './office.ts';

/** What documents take from elsewhere than the database. */
export type DocumentSources = { readonly office: Office; readonly awards: Awards };
