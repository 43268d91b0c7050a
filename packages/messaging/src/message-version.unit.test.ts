import type { Logger } from '@duixian/runtime';
import { describe, expect, it } from '@jest/globals';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import type { DeadLetters } from './dead-letters.ts';
import { Handling } from './handling.ts';
import { unreadableVersion } from './message-version.ts';

describe('a message', () => {
  it.each([undefined, '', '1'])('of version %s is taken', (version) => {
    expect(unreadableVersion(version)).toBeUndefined();
  });

  it.each(['2', '17', 'x', '-1', '1.5'])('of version %s is not, and says why', (version) => {
    expect(unreadableVersion(version)).toContain(`(ce-schemaversion) is ${version},`);
  });

  it('of a later release is kept as a dead letter, also when it is sent again, and never reaches a handler', async () => {
    const kept: { reason: string }[] = [];
    const handled: unknown[] = [];
    const terminated: string[] = [];
    const handling = new Handling<string>(
      {
        name: 'test',
        decode: (payload) => new TextDecoder().decode(payload),
        async handle(messages) {
          handled.push(...messages);
          return messages.map(() => 'done' as const);
        },
      },
      {
        keep: async (deadLetter: { reason: string }) => void kept.push(deadLetter),
      } as unknown as DeadLetters,
      { error: () => {}, warn: () => {} } as unknown as Logger,
      { batch: () => {}, outcome: () => {} },
    );
    const message = (version: string) => ({
      subject: 'duixian.facts.contracts.contract',
      headers: versioned(version),
      data: new TextEncoder().encode('said'),
      ack: () => {},
      term: (reason: string) => terminated.push(reason),
    });
    await handling.process([message('2'), message('1')] as never);
    expect(handled).toHaveLength(1);
    expect(kept).toMatchObject([{ reason: expect.stringContaining('is 2') }]);
    expect(terminated).toHaveLength(1);
    const deadLetter = { headers: { 'ce-schemaversion': '2' }, payload: { buffer: new Uint8Array() } };
    expect(await handling.redrive(deadLetter as never)).toContain('is 2');
    expect(handled).toHaveLength(1);
  });
});

function versioned(version: string): MsgHdrs {
  const carrier = headers();
  carrier.set('ce-schemaversion', version);
  return carrier;
}
