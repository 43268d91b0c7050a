import { defined } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import { MsgHdrsImpl } from '@nats-io/transport-node';
import fc from 'fast-check';
import { keysForTests } from './keys-for-tests.ts';
import { doubtOf, MessageProofs, PROOF_HEADER, readMessage } from './message-proofs.ts';
import { NATS_RIGHTS, type NatsService, pairsOfServices, producerOf, readersOf } from './rights.ts';

const SERVICES = Object.keys(NATS_RIGHTS) as NatsService[];
const SUBJECT = 'duixian.facts.contracts.contract';
const CE = ['ce-id', 'ce-type', 'ce-source', 'ce-subject', 'ce-time', 'ce-schemaversion'];

type Sent = { subject: string; headers: Record<string, string>; payload: Uint8Array };

const anyMessage = fc.record({
  subject: fc.constant(SUBJECT),
  headers: fc.record(Object.fromEntries(CE.map((name) => [name, fc.string({ unit: 'grapheme-ascii' })]))),
  payload: fc.uint8Array({ maxLength: 200 }),
});

function proofsOf(service: NatsService, generation?: string): MessageProofs {
  return new MessageProofs(keysForTests(service, generation));
}

/** As its reader receives it. */
function published(by: MessageProofs, { subject, headers, payload }: Sent): Sent {
  const carrier = MsgHdrsImpl.fromRecord(
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  );
  by.prove({ subject, headers: carrier, payload });
  return { subject, headers: { ...headers, [PROOF_HEADER]: carrier.get(PROOF_HEADER) }, payload };
}

function doubt(reader: MessageProofs, { subject, headers, payload }: Sent): string | undefined {
  return reader.doubt({ subject, payload, headers: { get: (name) => headers[name] } });
}

const message: Sent = {
  subject: SUBJECT,
  headers: { 'ce-id': '1', 'ce-type': 'duixian.fact.contract.v1', 'ce-subject': 'contract/1' },
  payload: new Uint8Array([1, 2, 3]),
};

describe('a proof', () => {
  it('is taken by every reader of the subject, and by nobody else', () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const sent = published(proofsOf('contracts'), any);
        const takers = SERVICES.filter((reader) => doubt(proofsOf(reader), sent) === undefined);
        expect(takers).toEqual(['contracts', 'awards']);
      }),
    );
  });

  it('holds for one subject and one content: whatever is changed, it is not believed', () => {
    const change = fc.oneof(
      ...CE.map((name) =>
        fc.record({ name: fc.constant(name), value: fc.string({ unit: 'grapheme-ascii' }) }),
      ),
    );
    fc.assert(
      fc.property(anyMessage, change, fc.uint8Array({ maxLength: 200 }), (any, { name, value }, payload) => {
        const sent = published(proofsOf('contracts'), any);
        const awards = proofsOf('awards');
        fc.pre(sent.headers[name] !== value && Buffer.compare(sent.payload, payload) !== 0);
        const others = [
          { ...sent, headers: { ...sent.headers, [name]: value } },
          { ...sent, payload },
          { ...sent, subject: 'duixian.facts.contracts.receipt' },
        ];
        for (const other of others)
          expect(doubt(awards, other)).toContain('its proof is not one of contracts');
      }),
    );
  });

  it('cannot move text from one header into the next, or into the payload', () => {
    const sent = published(proofsOf('contracts'), message);
    const moved = {
      ...sent,
      headers: { ...sent.headers, 'ce-id': '', 'ce-type': `1${sent.headers['ce-type']}` },
    };
    expect(doubt(proofsOf('awards'), moved)).toBeDefined();
    const longer = {
      ...sent,
      headers: { ...sent.headers, 'ce-schemaversion': '\u0001' },
      payload: sent.payload.slice(1),
    };
    expect(doubt(proofsOf('awards'), longer)).toBeDefined();
  });

  it('of one service is none of another, on whatever subject', () => {
    for (const forger of SERVICES.filter((name) => name !== 'contracts')) {
      const forged = published(proofsOf(forger), message);
      expect([forger, doubt(proofsOf('awards'), forged)]).toEqual([
        forger,
        // A service that does not publish there has no readers to prove anything to, or only the wrong key.
        expect.stringMatching(/its proof is not one of contracts|it carries no proof/),
      ]);
    }
  });

  it('that a reader makes with its own keys is taken by no other reader', () => {
    // Awards knows the key with which contracts proves messages to it: nobody else can be deceived with that key.
    const asProducer = keysForTests('awards').reads['contracts'] ?? [];
    const stolen = { ...keysForTests('contracts'), publishes: { awards: asProducer, contracts: asProducer } };
    const forged = published(new MessageProofs(stolen), message);
    expect(doubt(proofsOf('awards'), forged)).toBeUndefined();
    expect(doubt(proofsOf('contracts'), forged)).toContain('its proof is not one of contracts');
  });

  it('is asked for: without one, with a broken one, or on a subject that nobody may publish on, nothing is believed', () => {
    const awards = proofsOf('awards');
    expect(doubt(awards, message)).toBe('it carries no proof for awards that contracts published it');
    for (const proof of ['', 'awards=', 'awards', 'awards=AAAA', 'disbursement=AAAA', ',', 'awards=\u0000'])
      expect(
        doubt(awards, { ...message, headers: { ...message.headers, [PROOF_HEADER]: proof } }),
      ).toBeDefined();
    for (const subject of ['duixian.facts.evil.contract', 'duixian.facts', '', 'duixian.orders.issued'])
      expect(doubt(awards, { ...message, subject })).toContain('no service that awards reads');
  });

  it('stays short: a header for two readers, whatever the message holds', () => {
    const sent = published(proofsOf('contracts'), { ...message, payload: new Uint8Array(500_000) });
    expect(sent.headers[PROOF_HEADER]).toMatch(/^contracts=[\w-]{24},awards=[\w-]{24}$/);
  });
});

describe('while keys are renewed', () => {
  const [old, young] = ['old', 'new'];
  const both = (service: NatsService, first: string, second: string) => {
    const [one, two] = [keysForTests(service, first), keysForTests(service, second)];
    const together = (side: 'publishes' | 'reads') =>
      Object.fromEntries(
        Object.entries(one[side]).map(([name, keys]) => [name, [...keys, ...(two[side][name] ?? [])]]),
      );
    return new MessageProofs({ service, publishes: together('publishes'), reads: together('reads') });
  };
  const steps = (service: NatsService) => [
    proofsOf(service, old),
    both(service, old, young),
    both(service, young, old),
    proofsOf(service, young),
  ];

  it('a service that is one step ahead or behind believes, and is believed', () => {
    const [producers, readers] = [steps('contracts'), steps('awards')];
    for (const [at, producer] of producers.entries())
      for (const reader of readers.slice(Math.max(0, at - 1), at + 2))
        expect(doubt(reader, published(producer, message))).toBeUndefined();
    const last = defined(readers.at(-1), 'there are steps');
    expect(doubt(last, published(defined(producers[0], 'there are steps'), message))).toBeDefined();
  });
});

describe('the table of rights', () => {
  it('gives each subject that is read one producer, and each pair of it keys', () => {
    const pairs = pairsOfServices().map(({ producer, reader }) => `${producer} to ${reader}`);
    expect(pairs.toSorted()).toEqual([
      'awards to awards',
      'awards to disbursement',
      'awards to partners',
      'contracts to awards',
      'contracts to contracts',
      'disbursement to disbursement',
      'disbursement to partners',
      'institutions to awards',
      'institutions to institutions',
      'metering to awards',
      'metering to metering',
      'partners to awards',
      'partners to contracts',
      'partners to institutions',
      'partners to metering',
    ]);
  });

  it.each([
    ['duixian.facts.metering.invoice', 'metering', ['metering', 'awards']],
    ['duixian.facts.metering.usage', 'metering', ['metering']],
    ['duixian.facts.awards.decision', 'awards', ['awards']],
    ['duixian.entitlements.changed', 'awards', ['disbursement', 'partners']],
    ['duixian.orders.issued', 'disbursement', ['disbursement', 'partners']],
    ['duixian.partners.changed', 'partners', ['institutions', 'contracts', 'metering', 'awards']],
    ['duixian.facts.contracts.contract.more', 'contracts', []],
    ['duixian.facts.contracts', undefined, []],
    ['duixian.facts.contract.s', undefined, []],
  ] as const)('%s', (subject, producer, readers) => {
    expect([producerOf(subject), readersOf(subject)]).toEqual([producer, readers]);
  });
});

it('an answer of the server is not believed, also where nothing is proven', () => {
  const headers = MsgHdrsImpl.fromRecord({ 'Nats-Stream': ['FACTS'] });
  const read = readMessage({ subject: SUBJECT, data: new Uint8Array(), headers });
  expect(doubtOf(undefined, read)).toContain('an answer of the NATS server');
  expect(doubtOf(undefined, readMessage({ subject: SUBJECT, data: new Uint8Array() }))).toBeUndefined();
});
