import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LIMITS } from '@duixian/values';
import { type Document, parseDocument } from 'yaml';
import { type Mapping, mappingDocument } from './mapping-document.ts';
import { mappingFaults } from './mapping-faults.ts';

/** The mappings that come with the system, for officers to copy and correct. */
const PRESETS = fileURLToPath(new URL('../../mappings/', import.meta.url));
const YAML = '.yaml';

/** A mapping is wrong; `faults` lists everything that is wrong, each with its place. */
export class MappingFault extends Error {
  override name = 'MappingFault';
  readonly faults: readonly string[];

  constructor(title: string, faults: readonly string[]) {
    super([title, ...faults].join('\n  '));
    this.faults = faults;
  }
}

export type Preset = { readonly name: string; readonly path: string };

export function presets(): readonly Preset[] {
  return readdirSync(PRESETS)
    .filter((file) => file.endsWith(YAML))
    .sort()
    .map((file) => ({ name: file.slice(0, -YAML.length), path: join(PRESETS, file) }));
}

export function presetText(name: string): string | undefined {
  const found = presets().find((preset) => preset.name === name);
  return found && readFileSync(found.path, 'utf8');
}

/** Throws a `MappingFault` with every fault of the text. */
export function parseMapping(text: string): Mapping {
  if (text.length > LIMITS.packBytes.most)
    throw new MappingFault('The mapping is too large', [
      `it has more than ${LIMITS.packBytes.most} characters`,
    ]);
  const parsed = parseDocument(text);
  if (parsed.errors.length > 0)
    throw new MappingFault(
      'The mapping is not YAML',
      parsed.errors.map(({ message }) => message),
    );
  const read = mappingDocument.safeParse(contentOf(parsed));
  if (!read.success)
    throw new MappingFault(
      'The mapping is not right',
      read.error.issues.map((issue) => {
        const place = issue.path.join('.') || 'the mapping';
        if (issue.code === 'unrecognized_keys') return `${place}: ${issue.keys.join(', ')} is not known here`;
        return `${place}: it must be ${issue.message}`;
      }),
    );
  const faults = mappingFaults(read.data);
  if (faults.length > 0) throw new MappingFault('The mapping is not right', faults);
  return read.data;
}

/** Aliases make a small file large, and a mapping needs none. */
function contentOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new MappingFault('The mapping is not right', ['it has aliases (*name); write the values out']);
  }
}
