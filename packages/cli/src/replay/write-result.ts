import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { accountJson, claimJson, type FilledAccount, type Policy, ResultDigest } from '@duixian/policy';
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
  const digest = new ResultDigest();
  yield `{\n"policy": ${JSON.stringify(policy.id)},\n`;
  yield `"readings": ${JSON.stringify(policy.readings)},\n`;
  yield `"facts": ${JSON.stringify(counts)},\n`;
  yield* list('accounts', accounts, (account) => {
    digest.addAccount(account);
    return [accountJson(account)];
  });
  yield* list('claims', accounts, ({ claims }) =>
    claims.map((claim) => {
      digest.addClaim(claim);
      return claimJson(claim);
    }),
  );
  yield* list('refused', refused, (line) => [line]);
  yield `"digest": ${JSON.stringify(digest.hex())}\n}\n`;
}

function* list<Item>(
  name: string,
  items: Iterable<Item>,
  entriesOf: (item: Item) => readonly object[],
): Generator<string> {
  yield `"${name}": [`;
  let separator = '\n';
  for (const item of items) {
    let text = '';
    for (const entry of entriesOf(item)) {
      text += `${separator}${JSON.stringify(entry)}`;
      separator = ',\n';
    }
    yield text;
  }
  yield '],\n';
}
