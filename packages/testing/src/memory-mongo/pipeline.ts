import { add, isNumber } from './arithmetic.ts';
import { NotSimulated } from './errors.ts';
import { evaluate } from './expression.ts';
import { keysAt } from './paths.ts';
import { projectionOf } from './projection.ts';
import { matcherOf } from './query.ts';
import { orderOf } from './sorting.ts';
import { compareValues, type Document, keyOf } from './values.ts';

type Documents = readonly Document[];

/** Finds documents of other collections, for `$lookup` and `$unionWith`. */
export type Lookup = (collection: string, filter: Document) => Documents;

export function runPipeline(stages: Documents, documents: Documents, lookup: Lookup): Documents {
  return stages.reduce((found: Documents, stage) => {
    const [name, ...others] = Object.keys(stage);
    const run = name !== undefined && Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
    if (!run || name === undefined || others.length > 0) throw new NotSimulated(`the stage ${name}`);
    return run(found, stage[name] as never, lookup);
  }, documents);
}

type Stage = (documents: Documents, operand: never, lookup: Lookup) => Documents;

const STAGES: Readonly<Record<string, Stage>> = {
  $match: (documents, filter: Document) => documents.filter(matcherOf(filter)),
  $sort: (documents, sort: Document) => documents.toSorted(orderOf(sort)),
  $limit: (documents, most: number | bigint) => documents.slice(0, Number(most)),
  $skip: (documents, count: number | bigint) => documents.slice(Number(count)),
  $project: (documents, spec: Document) => {
    const project = projectionOf(spec);
    return project ? documents.map(project) : documents;
  },
  $unwind: (documents, path: unknown) => {
    if (typeof path !== 'string' || path.includes('.')) throw new NotSimulated('$unwind but of a field');
    return documents.flatMap((document) => unwound(document, path.slice(1)));
  },
  $group: grouped,
  $replaceWith: (documents, expression: unknown) =>
    documents.map((root) => evaluate(expression, { root, variables: {} }) as Document),
  $documents: (documents, listed: readonly unknown[]) => [
    ...documents,
    ...listed.map((one) => evaluate(one, { root: {}, variables: {} }) as Document),
  ],
  $lookup: lookedUp,
  $unionWith: (documents, { coll, pipeline, ...others }: { coll: string; pipeline: Documents }, lookup) => {
    if (Object.keys(others).length > 0) throw new NotSimulated(`${Object.keys(others)} in $unionWith`);
    const filter = (pipeline[0]?.['$match'] ?? {}) as Document;
    return [...documents, ...runPipeline(pipeline, lookup(coll, filter), lookup)];
  },
};

function unwound(document: Document, name: string): Documents {
  const value = document[name];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map((one) => ({ ...document, [name]: one })) : [document];
}

type Group = { readonly _id: unknown; readonly sums: Map<string, unknown> };

function grouped(documents: Documents, { _id: by, ...accumulators }: Document): Documents {
  const groups = new Map<string, Group>();
  for (const root of documents) {
    const scope = { root, variables: {} };
    const _id = evaluate(by, scope) ?? null;
    const key = keyOf(_id);
    const group = groups.get(key) ?? { _id, sums: new Map() };
    groups.set(key, group);
    for (const [field, accumulator] of Object.entries(accumulators)) {
      const [name = '', ...others] = Object.keys(accumulator as Document);
      if (others.length > 0) throw new NotSimulated(`an accumulator ${[name, ...others]}`);
      const value = evaluate((accumulator as Document)[name], scope);
      group.sums.set(field, accumulated(name, group.sums.get(field), value));
    }
  }
  return [...groups.values()].map(({ _id, sums }) => ({ _id, ...Object.fromEntries(sums) }));
}

function accumulated(name: string, before: unknown, value: unknown): unknown {
  if (name === '$sum') {
    const sum = isNumber(before) ? before : 0;
    return isNumber(value) ? add(sum, value) : sum;
  }
  if (name !== '$max' && name !== '$min') throw new NotSimulated(`the accumulator ${name}`);
  if (value === undefined || value === null) return before ?? null;
  if (before === undefined || before === null) return value;
  const order = compareValues(value, before);
  return (name === '$max' ? order > 0 : order < 0) ? value : before;
}

function lookedUp(documents: Documents, operand: Document, lookup: Lookup): Documents {
  const {
    from,
    localField,
    foreignField,
    pipeline = [],
    as,
    ...others
  } = operand as Readonly<Record<'from' | 'localField' | 'foreignField' | 'as', string>> & {
    pipeline?: Documents;
  };
  if (Object.keys(others).length > 0) throw new NotSimulated(`${Object.keys(others)} in $lookup`);
  const byKey = new Map<string, Document[]>();
  const wanted = documents.flatMap((document) => keysAt(document, localField.split('.')));
  for (const one of lookup(from, { [foreignField]: { $in: wanted } }))
    for (const key of new Set(keysAt(one, foreignField.split('.')).map(keyOf))) {
      const known = byKey.get(key);
      if (known) known.push(one);
      else byKey.set(key, [one]);
    }
  return documents.map((document) => {
    const keys = new Set(keysAt(document, localField.split('.')).map(keyOf));
    const found = new Set([...keys].flatMap((key) => byKey.get(key) ?? []));
    return { ...document, [as]: runPipeline(pipeline, [...found], lookup) };
  });
}
