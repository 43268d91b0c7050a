import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { accountJson, claimJson, type FilledAccount, type Policy, resultDigest } from '@duixian/policy';
import type { FactCounts, RefusedLine } from './read-facts.ts';

const PIECE_CHARACTERS = 65_536;

export type Result = {
  readonly policy: Policy;
  readonly counts: FactCounts;
  /** Sorted, with their claims filled in. */
  readonly accounts: readonly FilledAccount[];
  readonly refused: readonly RefusedLine[];
};

/** The document of docs/facts.md §9, one item per line, written in chunks because it may exceed the longest string. */
export async function writeResult(output: Writable, result: Result): Promise<void> {
  let piece = '';
  for (const text of textsOf(result)) {
    piece += text;
    if (piece.length < PIECE_CHARACTERS) continue;
    if (!output.write(piece)) await once(output, 'drain');
    piece = '';
  }
  output.write(piece);
}

function* textsOf({ policy, counts, accounts, refused }: Result): Generator<string> {
  yield `{\n"policy": ${JSON.stringify(policy.id)},\n`;
  yield `"readings": ${JSON.stringify(policy.readings)},\n`;
  yield `"facts": ${JSON.stringify(counts)},\n`;
  yield* list('accounts', accounts, function* (account) {
    yield accountJson(account);
  });
  yield* list('claims', accounts, function* ({ claims }) {
    for (const claim of claims) yield claimJson(claim);
  });
  yield* list('refused', refused, function* (line) {
    yield line;
  });
  yield `"digest": ${JSON.stringify(resultDigest(accounts))}\n}\n`;
}

function* list<Item>(
  name: string,
  items: Iterable<Item>,
  entriesOf: (item: Item) => Iterable<unknown>,
): Generator<string> {
  yield `"${name}": [`;
  let separator = '\n';
  for (const item of items) {
    for (const entry of entriesOf(item)) {
      yield `${separator}${JSON.stringify(entry)}`;
      separator = ',\n';
    }
  }
  yield '],\n';
}
