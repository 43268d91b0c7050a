import { hash } from 'node:crypto';
import canonicalizeJson from 'canonicalize';
import { defined } from './assert.ts';

/** Canonical JSON according to RFC 8785: two documents with the same content have the same text. */
export function canonicalJson(value: unknown): string {
  return defined(canonicalizeJson(value), 'only JSON values have a canonical form');
}

export function sha256Hex(text: string): string {
  return hash('sha256', text);
}
