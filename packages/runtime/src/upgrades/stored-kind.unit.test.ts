import { describe, expect, it } from '@jest/globals';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import type { DeadLetters } from '../dead-letters.ts';
import { Handling } from '../handling.ts';
import type { Logger } from '../logger.ts';
import { unreadableVersion } from './message-version.ts';
import { type StoredKind, upcasted, type Versioned } from './stored-kind.ts';

const KIND: StoredKind = {
  collection: 'orders',
  version: 3,
  upcast: (document) => ({ run: '', ...document }),
};

describe('a stored document', () => {
  it('of this version is given as it is', () => {
    const document = { schemaVersion: 3, fen: 1n };
    expect(upcasted(KIND, document)).toBe(document);
  });

  it('of the version before is brought to this one, and stays as it was itself', () => {
    const document = Object.freeze({ schemaVersion: 2, fen: 1n });
    expect(upcasted(KIND, document)).toEqual({ schemaVersion: 3, fen: 1n, run: '' });
  });

  it.each<[Versioned, number]>([
    [{ schemaVersion: 4 }, 4],
    [{ schemaVersion: 1 }, 1],
    [{}, 1],
  ])('%j is not made anything of', (document, version) => {
    expect(() => upcasted(KIND, document)).toThrow(
      `a document of orders has version ${version}; this release reads versions 2 and 3`,
    );
  });

  it('without a version has version 1', () => {
    const document = { fen: 1n } as Versioned;
    expect(upcasted({ collection: 'runs', version: 1 }, document)).toBe(document);
  });
});

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
