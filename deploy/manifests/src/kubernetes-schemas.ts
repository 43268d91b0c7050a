import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { keepInCache } from './keep-in-cache.ts';
import { kubernetesVersion, schemasWheel } from './pinned-tools.ts';
import { unpackWheel } from './python-wheels.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const DEFINITIONS = '_definitions.json';

/**
 * A folder with one self-contained schema per kind: kubeconform resolves no addresses. The package's schemas refer to
 * definitions by `$ref`, under an `$id` that leads nowhere.
 */
export function kubernetesSchemas(cache: string): Promise<string> {
  const { name, version } = schemasWheel;
  return keepInCache(join(cache, `${name}-${version}-${kubernetesVersion}`), async (scratch) => {
    await unpackWheel(schemasWheel, join(scratch, 'wheel'));
    const from = join(
      ...[
        scratch,
        'wheel/kubernetes_validate/kubernetes-json-schema',
        `v${kubernetesVersion}.0-local-strict`,
      ],
    );
    const to = join(scratch, 'schemas');
    mkdirSync(to);
    const definitions = definitionsOf(parse(readFileSync(join(from, DEFINITIONS), 'utf8')));
    for (const file of readdirSync(from)) {
      const schema = parse(readFileSync(join(from, file), 'utf8'));
      if (!isOfOneKind(schema)) continue;
      // Definitions that contain themselves belong to kinds that are not written by hand here.
      const whole = withoutReferences(schema, definitions);
      if (whole !== undefined) writeFileSync(join(to, basename(file)), JSON.stringify(whole));
    }
    return to;
  });
}

/** Replaces each `$ref` by its definition; undefined for a schema that contains itself. */
function withoutReferences(
  schema: Json,
  definitions: { readonly [name: string]: Json },
  within: readonly string[] = [],
): Json | undefined {
  if (schema === null || typeof schema !== 'object') return schema;
  if (Array.isArray(schema)) {
    const items = schema.map((item) => withoutReferences(item, definitions, within));
    return items.includes(undefined) ? undefined : (items as Json[]);
  }
  const { $ref: reference, $id: _id, $schema: _schema, ...rest } = schema;
  const fields: { [key: string]: Json } = {};
  if (typeof reference === 'string') {
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    const named = definitions[name];
    if (named === undefined) throw new Error(`the schemas refer to ${name}, which is not there`);
    const whole = within.includes(name)
      ? undefined
      : withoutReferences(named, definitions, [...within, name]);
    if (whole === undefined) return undefined;
    Object.assign(fields, whole);
  }
  for (const [key, value] of Object.entries(rest)) {
    const whole = withoutReferences(value, definitions, within);
    if (whole === undefined) return undefined;
    fields[key] = whole;
  }
  return fields;
}

function isOfOneKind(schema: Json): boolean {
  return isObject(schema) && Array.isArray(schema['x-kubernetes-group-version-kind']);
}

function definitionsOf(file: Json): { [name: string]: Json } {
  const definitions = isObject(file) ? (file['$defs'] ?? file['definitions']) : undefined;
  if (definitions === undefined || !isObject(definitions))
    throw new Error(`${DEFINITIONS} holds no definitions`);
  return definitions;
}

function isObject(value: Json): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function parse(text: string): Json {
  return JSON.parse(text) as Json;
}
