import type { handleUnaryCall } from '@grpc/grpc-js';
import { expect, it } from '@jest/globals';
import { unary } from '../grpc-server.ts';
import { Commands } from './commands.ts';

// A simulation by seed depends on the order of everything that happens, so a command without a key takes exactly as
// many turns as one function that does both.
const method = {
  path: '/duixian.test/Wait',
  responseSerialize: (text: string) => Buffer.from(text),
  responseDeserialize: (bytes: Buffer) => bytes.toString(),
};
const commands = new Commands(undefined as never);

/** One turn. */
const turn = () => Promise.resolve();

/** The turns of the microtask queue until the answer, or the refusal. */
async function turnsOf(handler: handleUnaryCall<string, string>): Promise<string> {
  let outcome: string | undefined;
  handler({ request: 'a' } as never, (error, answer) => {
    outcome = error ? `refused: ${(error as { details?: string }).details}` : String(answer);
  });
  for (let turns = 0; ; turns += 1) {
    if (outcome !== undefined) return `${outcome} after ${turns}`;
    await turn();
  }
}

async function after<Result>(result: () => Result): Promise<Result> {
  await turn();
  await turn();
  return result();
}

const fail = (): never => {
  throw new Error('no');
};
const decisions: readonly [string, (request: string) => Promise<string>][] = [
  ['decides', (request) => after(() => `${request} decided`)],
  ['refuses at once', fail],
  ['refuses later', () => after(fail)],
];
const answers: [string, (decided: string) => string | Promise<string>][] = [
  ['answers at once', (decided) => decided],
  ['reads first', (decided) => after(() => decided)],
  ['refuses at once', fail],
  ['refuses when it has read', () => after(fail)],
];

it.each(
  decisions.flatMap(([decision, decide]) =>
    answers.map(([reads, answer]) => [decision, reads, decide, answer] as const),
  ),
)('what %s, and then %s, takes as long', async (_, reads, decide, answer) => {
  const inOne = reads.includes('read')
    ? async (request: string) => {
        const decided = await decide(request);
        await turn();
        await turn();
        return reads.startsWith('reads') ? decided : fail();
      }
    : async (request: string) => {
        const decided = await decide(request);
        return answer(decided) as string;
      };
  expect(await turnsOf(commands.unary(method, { decide, answer }))).toBe(await turnsOf(unary(inOne)));
});

it('what answers by itself is the same function', async () => {
  const handle = (request: string) => after(() => request);
  expect(await turnsOf(commands.handled(method, handle, async () => 'in a transaction'))).toBe(
    await turnsOf(unary(handle)),
  );
});
