/** Loaded with the first document: a process starts without the libraries of documents, and most write none. */
export function documentWriters() {
  return import('@duixian/documents');
}
